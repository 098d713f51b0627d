import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { filesOfFixtureHouse, fixtureHouse } from './fixture-house.ts'
import { readReach } from './imports.ts'
import { judge } from './judge.ts'
import { root, textOf } from './tree.ts'

interface Diagnostic {
  readonly code: string
  readonly message: string
  readonly filename: string
}

describe('the lint rule', () => {
  let folder: string
  let diagnostics: readonly Diagnostic[]

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'cabinet-lint-'))
    const config = join(folder, 'oxlint.json')
    writeFileSync(
      config,
      JSON.stringify({
        jsPlugins: [join(root, 'test/architecture/lint.ts')],
        categories: { correctness: 'off' },
        rules: { 'cabinet/rooms': 'error', 'cabinet/pure': 'error', 'cabinet/file-length': 'error' },
      }),
    )
    diagnostics = oxlint(['-c', config, '--format=json', join(root, fixtureHouse)])
  })

  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test.each(filesOfFixtureHouse())('says of %s exactly what the test says', (path) => {
    const said = diagnostics.filter((one) => one.filename.endsWith(path) && one.code.includes('rooms'))
    const verdicts = readReach(path, textOf(`${fixtureHouse}/${path}`)).imports.flatMap((one) => judge(one) ?? [])
    expect(verdicts).not.toEqual([])
    expect(said.map((one) => one.message).toSorted()).toEqual([...new Set(verdicts)].toSorted())
  })

  test('shows what is not pure', () => {
    const said = diagnostics.filter((one) => one.code.includes('pure'))
    expect(said.map((one) => one.message.split(':')[0])).toEqual(['Date.now (line 5)', 'Math.random (line 6)'])
  })

  test('is switched on, as an error, in the configuration of the project', () => {
    // What an editor finds at the root is the same configuration.
    expect(JSON.parse(textOf('.oxlintrc.json'))).toMatchObject({ extends: ['./test/architecture/oxlint.json'] })
    const config = textOf('test/architecture/oxlint.json')
    for (const name of ['rooms', 'pure', 'file-length', 'docstring'])
      expect(config).toMatch(new RegExp(`^ +"cabinet/${name}": "error",$`, 'm'))
  })
})

const oxlintProgram = join(root, 'node_modules/.bin/oxlint')

/** Runs oxlint, which leaves with status 1 as soon as it has something to say. */
function oxlint(args: readonly string[]): readonly Diagnostic[] {
  try {
    execFileSync(oxlintProgram, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
    return []
  } catch (refusal) {
    const { stdout } = refusal as { stdout: Buffer }
    return (JSON.parse(stdout.toString()) as { diagnostics: Diagnostic[] }).diagnostics
  }
}
