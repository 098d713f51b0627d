/** What the shell, or the host, tells the workstation's process, whichever way that process runs. */
export type ToWorkstation =
  /**
   * A page's line. In a utility process its port comes with this message; under Node its frames follow. `ownCabinets`: its
   * page sees the cabinets of this computer, and not those of a host of the network.
   */
  | { readonly type: 'line'; readonly line: number; readonly ownCabinets: boolean }
  /** One frame of a line, as the page wrote it. Only under Node, and never looked into. */
  | { readonly type: 'frame'; readonly line: number; readonly data: unknown }
  /** The page of a line is gone. */
  | { readonly type: 'cut'; readonly line: number }
  /** The program is quitting. */
  | { readonly type: 'close' }

/** What the workstation's process tells who started it. */
export type FromWorkstation =
  | { readonly type: 'ready' }
  | { readonly type: 'frame'; readonly line: number; readonly data: unknown }
  /** The workstation's side of a line is gone: its page may ask for another. Only under Node. */
  | { readonly type: 'hung-up'; readonly line: number }
  /** Readers are let go; the process ends by itself. */
  | { readonly type: 'closed' }

/** What the process is started with, in its environment, as JSON. It is taken out of the environment at once. */
export interface WorkstationStart {
  /** Where this computer's settings of readers are kept: {@link settingsFile} is written there, and nothing else. */
  readonly stateFolder: string
  /** The training cards, built: a module that Node runs; `null` where this program was built without them. */
  readonly trainingCards: string | null
}

/** See {@link WorkstationStart}. */
export const workstationStartVariable = 'CABINET_WORKSTATION_START'

/** The settings of this computer's readers, in the state folder. */
export const settingsFile = 'readers.json'
