import type { SeatInfo } from '#core/index.ts'
import type { NetworkAnswer, NetworkQuestion } from './core-questions.ts'

/** What the shell tells the core's process, whichever way that process runs. */
export type ToCore =
  /**
   * A window's line, to this core or to the host it names. In a utility process its port comes with this message; under
   * Node its frames follow.
   */
  | { readonly type: 'line'; readonly line: number; readonly seat: SeatInfo; readonly hostId: string | null }
  /** One frame of a line, as the page wrote it. Only under Node, and never looked into. */
  | { readonly type: 'frame'; readonly line: number; readonly data: unknown }
  /** The window of a line is gone. */
  | { readonly type: 'cut'; readonly line: number }
  /** The program is quitting: close the file; `withBackup`, after its backup at closing when one is set. */
  | { readonly type: 'close'; readonly withBackup: boolean }
  | KeyringAnswer
  | NetworkQuestion

/** What the core's process tells the shell. */
export type FromCore =
  | { readonly type: 'ready' }
  | { readonly type: 'frame'; readonly line: number; readonly data: unknown }
  /** The core's side of a line is gone: its window is told, and may ask for another. Only under Node. */
  | { readonly type: 'hung-up'; readonly line: number }
  /** The file is closed; the process ends by itself. */
  | { readonly type: 'closed' }
  | KeyringQuestion
  | NetworkAnswer

/** What the core asks of the system's keyring, which only Electron's main process can reach. */
export type KeyringQuestion = { readonly type: 'keyring'; readonly question: number } & (
  | { readonly act: 'available' }
  | { readonly act: 'keep'; readonly name: string; readonly secret: Uint8Array }
  | { readonly act: 'find'; readonly name: string }
  | { readonly act: 'forget'; readonly name: string }
)

/** The answer to one question; `failed` when the keyring refused. */
export interface KeyringAnswer {
  readonly type: 'keyring'
  readonly question: number
  readonly answer: boolean | Uint8Array | null | 'failed'
}

/** What the shell passes to the core's process in its environment, as JSON, and the name it goes by. */
export interface CoreStart {
  readonly stateFolder: string
  readonly cabinetsFolder: string | null
  /** Folder of the built screens, for the browsers of other computers when the cabinet is shared. */
  readonly pages: string
  readonly version: string
  readonly unsupportedRuntime: boolean
}

/** See {@link CoreStart}. */
export const coreStartVariable = 'CABINET_CORE_START'
