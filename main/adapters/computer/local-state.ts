import { mkdir, open, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import type { LocalDocument, LocalState } from '#core/ports/index.ts'

/** Small documents as files of a folder of this user account, one each, readable by that account only. */
export function localStateIn(folder: string): LocalState {
  const pathOf = (name: LocalDocument) => join(folder, `${name}.json`)
  let turn: Promise<void> = Promise.resolve()
  const write = async (name: LocalDocument, value: unknown) => {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const beside = `${pathOf(name)}.part`
    const file = await open(beside, 'w', 0o600)
    try {
      await file.writeFile(`${JSON.stringify(value)}\n`)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(beside, pathOf(name))
  }
  return {
    read: async (name) => {
      try {
        return JSON.parse(await readFile(pathOf(name), 'utf8')) as unknown
      } catch {
        // Absent or torn: what it held is a convenience, or starts again from nothing.
        return null
      }
    },
    write: (name, value) => {
      const written = turn.then(() => write(name, value))
      turn = written.catch(() => undefined)
      return written
    },
  }
}
