import type { Sheet } from '#app/features/printing/model.ts'

/** Makes the pages of what a cabinet prints. */
export interface Typesetting {
  /**
   * The PDF of a sheet: text selectable, fonts inside, nothing that runs. Bounded in time and in memory.
   *
   * @throws {TypesettingFailure} when the pages could not be made; a later call may succeed.
   */
  typeset(sheet: Sheet): Promise<Uint8Array<ArrayBuffer>>
}

/** Pages that could not be made: they took too long, were too big, or the typesetter stopped. Names no word of the sheet. */
export class TypesettingFailure extends Error {
  readonly reason: 'timeout' | 'too-big' | 'stopped'
  constructor(reason: 'timeout' | 'too-big' | 'stopped') {
    super(`typesetting: ${reason}`)
    this.name = 'TypesettingFailure'
    this.reason = reason
  }
}
