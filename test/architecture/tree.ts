import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readReach, type Reach } from './imports.ts'
import { roomFolders } from './rooms.ts'

/** The root of the project, without a final separator. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '')

/** Folders that hold what tools made, and fixtures that break the rules on purpose. */
const notOurs = /(?:^|\/)(?:node_modules|dist|\.cache|test-results|screenshots)(?:\/|$)|^test\/architecture\/fixtures\//

/** Every file of the rooms, as paths from the root with `/`, in order. */
export function filesOfRooms(): readonly string[] {
  return roomFolders.flatMap((room) => filesUnder(room)).toSorted()
}

/** The files that can import: TypeScript and JavaScript, with or without JSX. */
export function codeFiles(): readonly string[] {
  return filesOfRooms().filter((path) => /\.[cm]?[jt]sx?$/.test(path))
}

/** The text of a file named from the root. */
export function textOf(path: string): string {
  return readFileSync(join(root, path), 'utf8')
}

/** What a file of the project imports and touches. */
export function reachOf(path: string): Reach {
  return readReach(path, textOf(path))
}

/** Names of the folders directly under a folder that hold a file; none if it does not exist. */
export function foldersIn(path: string): readonly string[] {
  return entries(path)
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .filter((name) => filesUnder(`${path}/${name}`).length > 0)
    .toSorted()
}

/** Files under a folder, however deep; none if it does not exist. */
export function filesUnder(path: string): readonly string[] {
  return entries(path).flatMap((entry) => {
    const inside = `${path}/${entry.name}`
    if (notOurs.test(inside)) return []
    return entry.isDirectory() ? filesUnder(inside) : [inside]
  })
}

function entries(path: string) {
  try {
    return readdirSync(join(root, path), { withFileTypes: true })
  } catch {
    return []
  }
}
