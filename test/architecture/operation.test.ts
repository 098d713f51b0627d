import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { root } from './tree.ts'

const fixtures = 'test/architecture/fixtures/operations'

/** What the compiler must say of each fixture. */
const refusals: Record<string, RegExp> = {
  'without-permission.ts': /Property 'permission' is missing/,
  'without-scope.ts': /Property 'scope' is missing/,
  'without-audit.ts': /Property 'audit' is missing/,
  'unknown-permission.ts': /'"patient\.everything"' is not assignable/,
  'scope-of-a-missing-field.ts': /Property 'patient' does not exist/,
  'scope-none-without-reason.ts': /Property 'because' is missing/,
  'audit-none-without-reason.ts': /not assignable to type 'AuditRule'/,
  'built-without-the-helper.ts': /Property 'policy' is missing/,
  'dressed-as-an-operation.ts': /\[madeByOperation\]/,
}

describe('an operation', () => {
  let said: readonly string[]

  beforeAll(() => {
    const tsc = join(root, 'node_modules/.bin/tsc')
    const { stdout } = spawnSync(tsc, ['-p', fixtures, '--pretty', 'false'], { cwd: root, encoding: 'utf8' })
    said = stdout.split(/\n(?=\S)/)
  })

  test('compiles when it says everything', () => {
    expect(said.filter((line) => line.startsWith(`${fixtures}/complete.ts`))).toEqual([])
  })

  test.each(Object.entries(refusals))('does not compile %s', (file, because) => {
    const errors = said.filter((line) => line.startsWith(`${fixtures}/${file}`))
    expect(errors.length, said.join('\n')).toBe(1)
    expect(errors[0]).toMatch(because)
  })

  test('leaves no fixture unread', () => {
    const files = readdirSync(join(root, fixtures)).filter((file) => file.endsWith('.ts') && file !== 'complete.ts')
    expect(files.toSorted()).toEqual(Object.keys(refusals).toSorted())
  })
})
