import type { Sheet } from '#app/features/printing/model.ts'
import { type Problem, problem } from '#app/kernel/problem.ts'
import type { Work } from '#core/kernel/work.ts'
import { TypesettingFailure } from '#core/ports/index.ts'

/** The pages of a sheet, or why there are none. Never inside `work.write`. */
export async function typesetOrRefuse(
  work: Work,
  sheet: Sheet,
): Promise<Uint8Array<ArrayBuffer> | Problem<'printing.failed'>> {
  try {
    return await work.ports.typesetting.typeset(sheet)
  } catch (failure) {
    if (failure instanceof TypesettingFailure) return problem('printing.failed', { reason: failure.reason })
    throw failure
  }
}

/** Bytes as a reply carries them. */
export function base64Of(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64')
}
