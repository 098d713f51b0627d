import { FuseV1Options, FuseVersion, getCurrentFuseWire } from '@electron/fuses'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..', '..', '..')
const builder = readFileSync(join(root, 'electron-builder.yml'), 'utf8')
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  devDependencies: Readonly<Record<string, string>>
}

/** The fuses of electron-builder.yml, by the name electron-builder gives them. */
function declaredFuses(): Map<string, boolean> {
  const block = /^electronFuses:\n((?:[ \t#].*\n)+)/m.exec(builder)?.[1] ?? ''
  return new Map(
    [...block.matchAll(/^ {2}(\w+): (true|false)$/gm)].map(([, name, value]) => [name ?? '', value === 'true']),
  )
}

/** The same names as `@electron/fuses` knows them: only the first letter's case differs. */
const known = Object.keys(FuseV1Options).filter((name) => Number.isNaN(Number(name)))
const inBuilder = (name: string) => name.charAt(0).toLowerCase() + name.slice(1)

test('every fuse known to Electron is set on purpose, and no other', () => {
  expect([...declaredFuses().keys()].toSorted()).toEqual(known.map(inBuilder).toSorted())
})

test('no fuse leaves a door: no bare Node, no inspector, no page from a file, no code outside the archive', () => {
  const open = [...declaredFuses()].filter(([, value]) => value).map(([name]) => name)
  expect(open.toSorted()).toEqual([
    'enableCookieEncryption',
    'enableEmbeddedAsarIntegrityValidation',
    'onlyLoadAppFromAsar',
  ])
})

test('the program is packaged on the Electron it is developed with', () => {
  expect(/^electronVersion: (.+)$/m.exec(builder)?.[1]).toBe(manifest.devDependencies['electron'])
})

const packaged = globSync('dist/packages/linux*-unpacked/cabinet-ouvert', { cwd: root }).map((path) =>
  join(root, path),
)[0]

test.skipIf(packaged === undefined)(
  'the fuses of the packaged program are those declared (needs npm run package: skipped when nothing was packaged)',
  async () => {
    if (packaged === undefined || !existsSync(packaged)) return
    const wire = await getCurrentFuseWire(packaged)
    expect(wire.version).toBe(FuseVersion.V1)
    const declared = declaredFuses()
    // The wire holds one character per fuse: « 1 » on, « 0 » off, « r » removed.
    for (const name of known) {
      const state = wire[FuseV1Options[name as keyof typeof FuseV1Options]]
      const wanted = (declared.get(inBuilder(name)) === true ? '1' : '0').charCodeAt(0)
      expect(`${name} ${state}`).toBe(`${name} ${wanted}`)
    }
  },
)
