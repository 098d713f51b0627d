import { unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { isAbsent, readIfPresent, writeWhole } from './atomic-file.ts'

/** The file by which a restored cabinet tells its first opening that it is one. */
const markFile = 'restoration.json'

const mark = z.strictObject({
  restorationId: z.uuid(),
  restoredAt: z.iso.datetime({ precision: 3 }),
  takenAt: z.iso.datetime({ precision: 3 }),
  fileName: z.string().max(400),
})

/** A restoration by the program whose cabinet was not opened since. */
export type RestorationMark = z.infer<typeof mark>

/** Leaves the mark in a folder being restored. Nothing seals it: whoever can write there could as well restore. */
export function writeRestorationMark(folder: string, value: RestorationMark): Promise<void> {
  return writeWhole(join(folder, markFile), Buffer.from(`${JSON.stringify(mark.parse(value))}\n`))
}

/** The mark, or `null` when the cabinet was opened since, was not restored, or the mark does not read. */
export async function readRestorationMark(folder: string): Promise<RestorationMark | null> {
  const bytes = await readIfPresent(join(folder, markFile), 4_096)
  if (bytes === null) return null
  try {
    const parsed = mark.safeParse(JSON.parse(Buffer.from(bytes).toString('utf8')))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}

/** Removes the mark, once the journal tells of the restoration. */
export async function removeRestorationMark(folder: string): Promise<void> {
  try {
    await unlink(join(folder, markFile))
  } catch (error) {
    if (!isAbsent(error)) throw error
  }
}
