import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { addCounts, closingLine, countPlaywright, noCounts, type PlaywrightReport, saysWhy } from './counts.ts'
import { runStep } from './steps.ts'
import { root } from './tree.ts'

describe('counting', () => {
  test('closes with one line', () => {
    const counts = addCounts(
      { passed: 2, failed: 0, skipped: 1, unexplained: [] },
      { passed: 3, failed: 1, skipped: 0, unexplained: [] },
    )
    expect(closingLine(counts)).toBe('5 passed, 1 failed, 1 skipped')
  })

  test.each([
    ['kills the core 200 times (only with CABINET_LONG=1)', true],
    ['reads a card (needs a reader)', true],
    ['keeps the drafts', false],
    ['keeps the drafts (twice)', false],
    ['keeps the drafts (only )', false],
  ])('%j says why it may be skipped: %j', (name, why) => {
    expect(saysWhy(name)).toBe(why)
  })

  const report = (
    ...tests: PlaywrightReport['suites'][number]['specs'][number]['tests'][number][]
  ): PlaywrightReport => ({
    errors: [],
    suites: [{ title: 'file', specs: [], suites: [{ title: 'group', specs: [{ title: 'a journey', tests }] }] }],
  })

  test('counts a journey that passed on its second try as failed', () => {
    const counts = countPlaywright(
      report({ status: 'expected', annotations: [] }, { status: 'flaky', annotations: [] }),
    )
    expect(counts).toEqual({ ...noCounts, passed: 1, failed: 1 })
  })

  test('wants a reason for a journey that was skipped', () => {
    const silent = countPlaywright(report({ status: 'skipped', annotations: [{ type: 'skip' }] }))
    expect(silent).toEqual({ ...noCounts, skipped: 1, unexplained: ['group > a journey'] })
    const explained = countPlaywright(
      report({ status: 'skipped', annotations: [{ type: 'skip', description: 'no runtime' }] }),
    )
    expect(explained).toEqual({ ...noCounts, skipped: 1 })
  })

  test('counts a run that could not start as failed', () => {
    expect(countPlaywright({ suites: [], errors: [{ message: 'no tests found' }] })).toEqual({ ...noCounts, failed: 1 })
  })
})

describe('a step', () => {
  beforeEach(() => {
    vi.spyOn(console, 'log').mockImplementation(() => {})
  })
  afterEach(() => {
    vi.restoreAllMocks()
  })

  test('counts as one when it has no tests of its own', async () => {
    const good = await runStep({ name: 'good', command: ['node', '-e', ''], limitMinutes: 1 })
    expect(good.counts).toEqual({ ...noCounts, passed: 1 })
    const bad = await runStep({ name: 'bad', command: ['node', '-e', 'process.exit(3)'], limitMinutes: 1 })
    expect(bad.counts).toEqual({ ...noCounts, failed: 1 })
  })

  test('that does not exist has failed', async () => {
    const absent = await runStep({ name: 'absent', command: ['no-such-program'], limitMinutes: 1 })
    expect(absent).toMatchObject({ ok: false, counts: { failed: 1 } })
  })

  test('that leaves no report has failed, even with status 0', async () => {
    const silent = await runStep({ name: 'silent', command: ['node', '-e', ''], limitMinutes: 1, counts: 'vitest' })
    expect(silent).toMatchObject({ ok: false, counts: { failed: 1 } })
  })

  test('that takes too long is stopped, with what it started', async () => {
    const endless = "require('node:child_process').spawnSync(process.execPath, ['-e', 'setInterval(() => {}, 1e3)'])"
    const outcome = await runStep({ name: 'endless', command: ['node', '-e', endless], limitMinutes: 0.02 })
    expect(outcome.ok).toBe(false)
    expect(outcome.seconds).toBeLessThan(10)
  })
})

describe('.ci/run', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'cabinet-ci-'))
    mkdirSync(join(folder, '.ci'))
    mkdirSync(join(folder, 'bin'))
    cpSync(join(root, '.ci/run'), join(folder, '.ci/run'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  test.each([
    ['a green run', "echo '3 passed, 0 failed, 1 skipped'", '3 passed, 0 failed, 1 skipped', 0],
    [
      'a red run, after which npm speaks again',
      "echo '3 passed, 2 failed, 0 skipped'; echo 'npm error'; exit 1",
      '3 passed, 2 failed, 0 skipped',
      1,
    ],
    ['a run that could not start', 'echo broken; exit 7', '0 passed, 1 failed, 0 skipped', 7],
    ['a run that counted nothing', 'echo broken', '0 passed, 1 failed, 0 skipped', 1],
  ])('ends %s with its closing line and its status', (_name, body, closing, status) => {
    writeFileSync(join(folder, 'bin/npm'), `#!/bin/sh\n[ "$*" = test ] || exit 99\n${body}\n`)
    chmodSync(join(folder, 'bin/npm'), 0o755)
    const run = spawnSync(join(folder, '.ci/run'), [], {
      encoding: 'utf8',
      env: { ...process.env, PATH: `${join(folder, 'bin')}:${process.env['PATH'] ?? ''}` },
    })
    expect(run.stdout.trimEnd().split('\n').at(-1)).toBe(closing)
    expect(run.status).toBe(status)
  })
})
