import { oc } from '@orpc/contract'
import { z } from 'zod'

/** What a person may be asked to choose; the seat words the dialog and filters by extension. */
export const fileKind = z.enum(['backup', 'patients-csv'])
export type FileKind = z.infer<typeof fileKind>

/** The look of the window: the page's own background and ink, so that the title bar follows them. */
export const appearance = z.strictObject({
  theme: z.enum(['light', 'dark', 'system']),
  /** `#rrggbb`, drawn behind and on the window's own buttons. */
  background: z.string().regex(/^#[0-9A-Fa-f]{6}$/),
  ink: z.string().regex(/^#[0-9A-Fa-f]{6}$/),
})
export type Appearance = z.infer<typeof appearance>

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

  /** Follows the page's theme in what the system draws: title bar, menus, dialogs. */
  setAppearance: oc.input(appearance).output(z.object({})),

  /** Shows a folder in the system's file browser: one chosen at this seat, or the cabinets' own; never a file. */
  showFolder: oc.input(z.strictObject({ path })).output(z.object({ shown: z.boolean() })),

  /** Closes the window; the program ends with the last one, after the core has closed its file. */
  close: oc.input(nothing).output(z.object({})),
}

export type SeatContract = typeof seatContract
