import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { discoveredHost, hostAddress, hostId, joiningProblem, knownHost, lineFailure, systemEvent } from './network.ts'

/** What a person may be asked to choose; the seat words the dialog and filters by extension. */
export const fileKind = z.enum(['backup', 'patients-csv', 'archive'])
export type FileKind = z.infer<typeof fileKind>

/** The look of the window: the page's own background and ink, so that the title bar follows them. */
export const appearance = z.strictObject({
  theme: z.enum(['light', 'dark', 'system']),
  /** `#rrggbb`, drawn behind and on the window's own buttons. */
  background: z.string().regex(/^#[0-9A-Fa-f]{6}$/),
  ink: z.string().regex(/^#[0-9A-Fa-f]{6}$/),
})
export type Appearance = z.infer<typeof appearance>

const printerName = z.string().min(1).max(400)

/** A printer as its computer names it, for itself and for people. */
export const seatPrinter = z.object({ name: printerName, label: z.string(), isUsual: z.boolean() })
export type SeatPrinter = z.infer<typeof seatPrinter>

const nothing = z.strictObject({})
const path = z.string().min(1).max(1024)

/**
 * What a page may ask of the computer it is shown on. A browser has none of it: there the page does what a page can
 * (print), and shows the rest as absent.
 *
 * Nothing here touches the cabinet: a path chosen by a person goes to an operation of `app/contract.ts`, which judges it.
 */
export const seatContract = {
  /** What this seat can do; asked once. */
  describe: oc.input(nothing).output(
    z.object({
      platform: z.enum(['windows', 'macos', 'linux']),
      /** Room to leave free at the right of the title bar for the window's own buttons, in CSS pixels. */
      titleBarRoom: z.int(),
      version: z.string(),
      /** The window's engine is no longer supported: for tests and development, never for patients. */
      unsupportedRuntime: z.boolean(),
    }),
  ),

  /** Asks the person for a folder; `null` when they give up. */
  chooseFolder: oc.input(z.strictObject({ startAt: path.optional() })).output(z.object({ path: path.nullable() })),

  /** Asks the person for one existing file; `null` when they give up. */
  chooseFile: oc.input(z.strictObject({ kind: fileKind })).output(z.object({ path: path.nullable() })),

  /** Prints what the window shows, through the system's dialog; the page has its own print style sheet. */
  print: oc.input(nothing).output(z.object({ printed: z.boolean() })),

  /** The printers of this computer, the usual one first. */
  printers: oc.input(nothing).output(z.object({ printers: z.array(seatPrinter) })),

  /**
   * Prints what the window shows through its print style sheet, and nothing else, on a printer of {@link seatContract}
   * `printers` without asking; `false` when it is not there, or did not take it. Lengths in millimetres.
   */
  printOn: oc
    .input(
      z.strictObject({
        printer: printerName,
        width: z.number().min(10).max(600),
        height: z.number().min(10).max(1200),
        copies: z.int().min(1).max(200),
      }),
    )
    .output(z.object({ printed: z.boolean() })),

  /** Follows the page's theme in what the system draws: title bar, menus, dialogs. */
  setAppearance: oc.input(appearance).output(z.object({})),

  /** Shows a folder in the system's file browser: one chosen at this seat, or the cabinets' own; never a file. */
  showFolder: oc.input(z.strictObject({ path })).output(z.object({ shown: z.boolean() })),

  /** The cabinets of other computers this one was joined to, each with whether it answers now. */
  knownHosts: oc.input(nothing).output(z.object({ hosts: z.array(knownHost) })),

  /** Listens to the local network for a few seconds: what announces itself as a host, known or not. */
  discoverHosts: oc.input(nothing).output(z.object({ hosts: z.array(discoveredHost) })),

  /**
   * Joins this computer to a host, with the code shown there: the host must prove that it knows the code before anything
   * is believed of it. What is typed is judged leniently: spaces, dashes, small letters, `O` for `0`.
   */
  pairHost: oc
    .input(
      z.strictObject({ address: hostAddress, code: z.string().max(40), seatName: z.string().trim().min(1).max(40) }),
    )
    .output(
      z.discriminatedUnion('ok', [
        z.object({ ok: z.literal(true), host: knownHost }),
        z.object({ ok: z.literal(false), problem: joiningProblem }),
      ]),
    ),

  /** Forgets a host: its address, this computer's certificate and its key. The host still lists the computer. */
  forgetHost: oc.input(z.strictObject({ hostId })).output(z.object({ forgotten: z.boolean() })),

  /**
   * Gives this window the line of a host, or of this computer (`null`), now and at the next opening; the page is replaced
   * by a new one. `connected` is false, and nothing happens, when the host is not known.
   */
  connectTo: oc.input(z.strictObject({ hostId: hostId.nullable() })).output(z.object({ connected: z.boolean() })),

  /** Where the line of this window goes, and why it last broke. */
  lineState: oc
    .input(nothing)
    .output(
      z.object({ host: knownHost.pick({ hostId: true, name: true }).nullable(), failure: lineFailure.nullable() }),
    ),

  /**
   * Ends this page's process and opens a new one in the same window: nothing of what it held stays in memory. What the
   * page wrote in `sessionStorage` is found by the next one.
   */
  replacePage: oc.input(nothing).output(z.object({})),

  /** What happens to the computer itself, as it happens: its screen locked, its sleep. */
  watchSystem: oc.input(nothing).output(eventIterator(systemEvent)),

  /** Closes the window; the program ends with the last one, after the core has closed its file. */
  close: oc.input(nothing).output(z.object({})),
}

export type SeatContract = typeof seatContract
