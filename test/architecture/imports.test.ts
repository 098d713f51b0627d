import { describe, expect, test } from 'vitest'
import { judge, placeOf } from './judge.ts'
import { codeFiles, reachOf, root, textOf } from './tree.ts'
import { readReach } from './imports.ts'
import { prefixes, rooms } from './rooms.ts'

describe('the rooms of the house', () => {
  const files = codeFiles()

  test('hold every import of the tree', () => {
    const verdicts = files.flatMap((path) => reachOf(path).imports.flatMap((one) => judge(one) ?? []))
    expect(files.length, root).toBeGreaterThan(20)
    expect([...new Set(verdicts)]).toEqual([])
  })

  test('without clock, chance or network keep their word', () => {
    const impure = files
      .filter((path) => placeOf(path)?.room.pure === true)
      .flatMap((path) => reachOf(path).impurities.map((found) => `${path}: ${found}`))
    expect(impure).toEqual([])
  })

  test('have the prefixes that package.json gives', () => {
    const manifest = JSON.parse(textOf('package.json')) as { imports: Record<string, string> }
    const declared = Object.fromEntries(
      Object.entries(manifest.imports).map(([name, target]) => [
        name.replace('*', ''),
        target.replace(/^\.\/|\*$/g, ''),
      ]),
    )
    expect(declared).toEqual(prefixes)
  })

  test('say what they hold and what to do instead', () => {
    for (const [name, room] of Object.entries(rooms)) {
      expect(room.holds, name).not.toBe('')
      expect(room.instead, name).toMatch(/\w.{20,}\.$/)
    }
  })
})

describe('reading imports', () => {
  const specifiers = (source: string) => readReach('app/x.tsx', source).imports

  test.each([
    ["import 'a'", { specifier: 'a', typeOnly: false }],
    ["import a from 'a'", { specifier: 'a', typeOnly: false }],
    ["import * as a from 'a'", { specifier: 'a', typeOnly: false }],
    ["import type { A } from 'a'", { specifier: 'a', typeOnly: true }],
    ["import { type A, type B } from 'a'", { specifier: 'a', typeOnly: true }],
    ["import { type A, b } from 'a'", { specifier: 'a', typeOnly: false }],
    ["import a, { type A } from 'a'", { specifier: 'a', typeOnly: false }],
    ["export * from 'a'", { specifier: 'a', typeOnly: false }],
    ["export { a } from 'a'", { specifier: 'a', typeOnly: false }],
    ["export type { A } from 'a'", { specifier: 'a', typeOnly: true }],
    ["const a = await import('a')", { specifier: 'a', typeOnly: false }],
    ['const a = await import(`a`)', { specifier: 'a', typeOnly: false }],
    ["const a = await import('a' + b)", { specifier: '', typeOnly: false }],
    ["const a = import.meta.resolve('a')", { specifier: 'a', typeOnly: false }],
    ["const a = require('a')", { specifier: 'a', typeOnly: false }],
    ["const a = require.resolve('a')", { specifier: 'a', typeOnly: false }],
    ["import a = require('a')", { specifier: 'a', typeOnly: false }],
    ["type A = import('a').A", { specifier: 'a', typeOnly: true }],
    ["const a = <div>{import('a')}</div>", { specifier: 'a', typeOnly: false }],
    ["new Worker(new URL('./a.ts', import.meta.url))", { specifier: './a.ts', typeOnly: false, kind: 'address' }],
    ["declare module '#core/a.ts' { interface A { b: 1 } }\nexport {}", { specifier: '#core/a.ts', typeOnly: true }],
  ])('%s', (source, expected) => {
    expect(specifiers(source)).toEqual([expect.objectContaining(expected)])
  })

  test('is not taken in by words in strings and comments', () => {
    expect(specifiers("// import 'a'\nconst text = \"import 'b'\"\n/* export * from 'c' */\nexport { text }")).toEqual(
      [],
    )
  })

  test('refuses a file it cannot read rather than passing over it', () => {
    expect(() => specifiers("import { from 'a'")).toThrow(/app\/x\.tsx/)
  })

  test.each([
    ['const a = Date.now()', ['Date.now (line 1)']],
    ['const a = new Date()', ['new Date() (line 1)']],
    ['const a = [Math.random()]', ['Math.random (line 1)']],
    ['\nawait fetch("x")', ['fetch (line 2)']],
    ['const a = process.env', ['process.env (line 1)']],
    ['const a = crypto.randomUUID()', ['crypto.randomUUID (line 1)']],
    ['new WebSocket("x")', ['WebSocket (line 1)']],
    ['const a = new Date(2020, 1, 1)', []],
    ['import { process } from "./x.ts"\nprocess.run()', []],
    ['const a = port.fetch("x")', []],
  ])('finds what is not pure in %j', (source, found) => {
    expect(readReach('app/x.ts', source).impurities).toEqual(found)
  })
})
