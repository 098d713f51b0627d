import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseSync } from 'oxc-parser'
import { expect, test } from 'vitest'

const folder = join(import.meta.dirname, '../../../app/text/fr')
const catalogues = readdirSync(folder).filter((name) => name.endsWith('.ts'))

interface Node {
  readonly type: string
  readonly [field: string]: unknown
}

/** Every piece of text written in a catalogue, as a person reads it. Expressions inside templates are left out. */
function sentences(file: string): string[] {
  const found: string[] = []
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) {
      for (const one of value) visit(one)
      return
    }
    if (typeof value !== 'object' || value === null || !('type' in value)) return
    const node = value as Node
    if (node.type === 'ImportDeclaration') return
    if (node.type === 'Literal' && typeof node['value'] === 'string') found.push(node['value'])
    if (node.type === 'TemplateElement') found.push((node['value'] as { cooked: string }).cooked)
    for (const [field, child] of Object.entries(node)) if (field !== 'key') visit(child)
  }
  visit(parseSync(file, readFileSync(join(folder, file), 'utf8')).program)
  return found
}

test.each(catalogues)('%s is written with French typography', (file) => {
  const texts = sentences(file)
  expect(texts.length).toBeGreaterThan(0)
  const straight = texts.filter((text) => /\p{L}'\p{L}/u.test(text))
  const breakable = texts.filter((text) => / [:;?!»]|« /.test(text))
  const glued = texts.filter((text) =>
    /\p{L}[?!;]|«\S|[^\s\u00a0\u202f]»/u.test(text.replaceAll(/«\u00a0|\u00a0»/g, '')),
  )
  expect({ straight, breakable, glued }).toEqual({ straight: [], breakable: [], glued: [] })
})
