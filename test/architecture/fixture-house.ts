import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './tree.ts'

/** A small house that breaks the law on purpose; paths inside it read as if it were the project. */
export const fixtureHouse = 'test/architecture/fixtures/house'

/** Its files, as paths from its own root. */
export function filesOfFixtureHouse(): readonly string[] {
  return readdirSync(join(root, fixtureHouse), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(join(root, fixtureHouse).length + 1)
        .replaceAll('\\', '/'),
    )
    .toSorted()
}
