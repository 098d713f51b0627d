import { posix } from 'node:path'
import { parseSync } from 'oxc-parser'
import { expect, test } from 'vitest'
import { prefixes } from './rooms.ts'
import { textOf } from './tree.ts'

/** What weighs more than the screens themselves, and waits until somebody opens what needs it. */
const heavy = ['@tiptap/', 'prosemirror-', 'pdfjs-dist', 'uplot', 'dompurify']

/** Modules that a file brings with it: neither types, nor what it imports when it is needed. */
function broughtBy(path: string): readonly string[] {
  const { module } = parseSync(path, textOf(path))
  const imported = module.staticImports.filter(
    ({ entries }) => entries.length === 0 || entries.some(({ isType }) => !isType),
  )
  const exported = module.staticExports.flatMap(({ entries }) => entries.filter(({ isType }) => !isType))
  return [
    ...imported.map(({ moduleRequest }) => moduleRequest.value),
    ...exported.flatMap(({ moduleRequest }) => moduleRequest?.value ?? []),
  ]
}

function fileOf(specifier: string, from: string): string | null {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(from), specifier)
  const prefix = Object.keys(prefixes).find((one) => specifier.startsWith(one))
  return prefix === undefined ? null : prefixes[prefix as keyof typeof prefixes] + specifier.slice(prefix.length)
}

/** Every module that comes with one, by who brings it. */
function reachedFrom(entry: string): ReadonlyMap<string, string> {
  const reached = new Map([[entry, '']])
  const waiting = [entry]
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    for (const specifier of broughtBy(path)) {
      const file = fileOf(specifier, path)
      const name = file ?? specifier
      if (reached.has(name)) continue
      reached.set(name, path)
      if (file !== null && /\.tsx?$/.test(file)) waiting.push(file)
    }
  }
  return reached
}

test.each(['renderer/main.tsx', 'renderer/shell/Routes.tsx'])('%s opens without what is heavy', (entry) => {
  const reached = reachedFrom(entry)
  expect(reached.size).toBeGreaterThan(100)
  expect([...reached].filter(([name]) => heavy.some((one) => name.startsWith(one)))).toEqual([])
})

test('an editor of letters brings what is heavy: the walk would see it', () => {
  expect([...reachedFrom('renderer/features/letters/LetterWords.tsx').keys()]).toContain('@tiptap/react')
})
