import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { tryInsi } from '#main/adapters/teleservices/diagnosis.ts'
import { keptLog } from '#test/world/log.ts'
import { testTeleservices } from '#test/world/teleservices.ts'

const cabinet = join(import.meta.dirname, '..', '..', '..', 'main', 'launch', 'cabinet.ts')
const folder = mkdtempSync(join(tmpdir(), 'cabinet-insi-'))
const teleservices = testTeleservices(keptLog())
beforeAll(() => teleservices.training())
afterAll(async () => {
  await teleservices.dispose()
  rmSync(folder, { recursive: true, force: true })
})

const zoe = { birthName: 'ADRUN', firstNames: 'ZOE', sex: 'F', birthDate: '1975-12-31' }
const trial = {
  environment: 'training',
  authorisation: null,
  certificate: null,
  authorities: [],
  version: '0.1.0',
  elapsedMs: () => performance.now(),
} as const

function run(...values: string[]): Promise<{ code: number; said: string; complained: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [cabinet, 'insi', ...values], { encoding: 'utf8' }, (error, said, complained) =>
      resolve({ code: error === null ? 0 : Number(error.code ?? 1), said, complained }),
    )
  })
}

test('an administrator sees what answers, in codes and times, and nothing of the person', async () => {
  const verdict = await tryInsi(teleservices, { ...trial, traits: JSON.stringify(zoe) })
  expect(verdict).toMatchObject({ kind: 'answered', code: '00', problem: null })
  expect(JSON.stringify(verdict)).not.toMatch(/ADRUN|ZOE|1975|2751263220749/)
  const none = await tryInsi(teleservices, { ...trial, traits: JSON.stringify({ ...zoe, birthName: 'INCONNUE' }) })
  expect(none).toMatchObject({ kind: 'answered', code: '01', problem: 'insi.no-match' })
  const service = await teleservices.simulated()
  service.behave({ kind: 'hang-up', times: 1 })
  expect(await tryInsi(teleservices, { ...trial, traits: JSON.stringify(zoe) })).toMatchObject({
    kind: 'no-answer',
    fault: 'cut',
  })
})

test('the command refuses what cannot be tried, without calling anybody', async () => {
  const traits = join(folder, 'traits.json')
  writeFileSync(traits, '{"birthName":"ADRUN"}')
  const incomplete = await run('--profile', 'qualification', '--traits', traits, '--json')
  expect(JSON.parse(incomplete.said)).toMatchObject({ ok: false, kind: 'unfit', reason: 'traits' })
  expect(incomplete.code).toBe(1)
  writeFileSync(traits, JSON.stringify(zoe))
  const unnamed = await run('--profile', 'qualification', '--traits', traits, '--json')
  expect(JSON.parse(unnamed.said)).toMatchObject({ ok: false, kind: 'unfit', reason: 'authorisation' })
  expect(await run('--profile', 'autre', '--traits', traits)).toMatchObject({ code: 2 })
})
