import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const lines = readFileSync('main/workstation/FACTS.md', 'utf8').split('\n')
const rows = lines
  .filter((line) => line.startsWith('| ') && !line.startsWith('| Fact'))
  .map((line) => line.slice(2, -2).split(' | '))

test('each fact has its source, where it is used, and what holds it or why it is not used', () => {
  expect(rows.length).toBeGreaterThan(40)
  for (const cells of rows) {
    expect(cells, cells.join(' | ')).toHaveLength(4)
    const [fact, , used, held] = cells
    expect(used, fact).not.toBe('')
    expect(/`test\/|because|used only/.test(held ?? ''), fact).toBe(true)
    if (used === 'nowhere') expect(held, fact).toMatch(/^not used because/)
  }
})

test('the files and the tests it names exist', () => {
  for (const [fact, , used = '', held = ''] of rows) {
    const files = [...`${used} ${held}`.matchAll(/`((?:app|main|native|renderer|test)\/[^`]+)`/g)]
    for (const [, path] of files) expect(existsSync(path ?? ''), `${fact}: ${path}`).toBe(true)
    for (const [, path, name] of held.matchAll(/`(test\/[^`]+)` « ([^»]+) »/g)) {
      expect(readFileSync(path ?? '', 'utf8'), `${fact}: ${path}`).toContain(name?.trim())
    }
  }
})
