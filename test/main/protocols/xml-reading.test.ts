import { expect, test } from 'vitest'
import { readXml, XmlFault } from '#main/protocols/xml-reading.ts'

const bounds = { bytes: 1024 * 1024, marks: 60_000, attributes: 20_000 }
const within = (depth: number, start: (at: number) => string, inside = '') =>
  Array.from({ length: depth }, (_, at) => start(at)).join('') + inside + '</a>'.repeat(depth)
const refused = (text: string) => {
  try {
    readXml(text, bounds)
  } catch (error) {
    if (error instanceof XmlFault) return error.reason
    throw error
  }
  return null
}

test('what is deep and declares a namespace at each step is refused before a tree is made, at once', () => {
  const from = performance.now()
  expect(refused(within(19_000, (at) => `<a xmlns:n${at}="u">`))).toBe('too-big')
  expect(performance.now() - from).toBeLessThan(1_000)
})

test.each([
  ['as deep as messages may be', within(100, () => '<a>'), null],
  ['one deeper', within(101, () => '<a>'), 'too-big'],
  ['deeper, each tag saying that it is closed in an attribute', within(101, () => '<a b="/>">'), 'too-big'],
  ['deeper, after what looks like the beginning of a comment', within(101, () => '<a b="<!--">'), 'too-big'],
  ['wide: many side by side', `<a>${'<a b="1"/><a></a>'.repeat(5_000)}</a>`, null],
  ['marks in a comment or in raw text', `<a><!-- ${'<a>'.repeat(200)} --><![CDATA[${'<a>'.repeat(200)}]]></a>`, null],
])('%s', (_, text, reason) => {
  expect(refused(text)).toBe(reason)
})
