import { expect, test } from 'vitest'
import { undocumentedExports } from './docstrings.ts'

test.each([
  ['export const a = 1', ['a']],
  ['/** One. */\nexport const a = 1', []],
  ['// One.\nexport const a = 1', ['a']],
  ['/* One. */\nexport const a = 1', ['a']],
  ['/** One. */\nconst b = 2\nexport const a = b', ['a']],
  ['export function f() {}', ['f']],
  [
    '/** Of both. */\nexport function f(a: 1): 1\nexport function f(a: 2): 2\nexport function f(a: 1 | 2) { return a }',
    [],
  ],
  ['export class C {}\n/** I. */\nexport interface I {}', ['C']],
  ['export type T = 1', []],
  ["export { a } from './a.ts'\nexport * from './b.ts'", []],
])('%j leaves undocumented %j', (source, names) => {
  expect(undocumentedExports('app/x.ts', source).map(({ name }) => name)).toEqual(names)
})

test('says on which line', () => {
  expect(undocumentedExports('app/x.ts', '\n\nexport const a = 1')).toEqual([{ name: 'a', line: 3 }])
})
