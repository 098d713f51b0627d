import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

const bootstrap = new URL('../../../main/launch/bootstrap.mjs', import.meta.url)

describe('bootstrap', () => {
  let folder: string
  const path = (name: string) => join(folder, name)
  const stamp = () => path('node_modules/.bootstrap')
  const calls = () => (existsSync(path('calls')) ? readFileSync(path('calls'), 'utf8').trimEnd().split('\n') : [])

  /** A program of its own making on an otherwise empty path. */
  const program = (name: string, body: string) => {
    writeFileSync(path(`bin/${name}`), `#!/bin/sh\n${body}\n`)
    chmodSync(path(`bin/${name}`), 0o755)
  }

  const run = (event: string, env: Record<string, string> = {}) =>
    spawnSync(process.execPath, [path('main/launch/bootstrap.mjs')], {
      encoding: 'utf8',
      env: { PATH: path('bin'), npm_lifecycle_event: event, npm_execpath: path('npm.cjs'), ...env },
    })

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'cabinet-bootstrap-'))
    mkdirSync(path('main/launch'), { recursive: true })
    mkdirSync(path('bin'))
    cpSync(bootstrap, path('main/launch/bootstrap.mjs'))
    writeFileSync(path('package-lock.json'), '{}')
    writeFileSync(
      path('npm.cjs'),
      `const fs = require('node:fs')
      const leaked = Object.keys(process.env).filter((name) => /^npm_(config|package|lifecycle)_|^NODE_OPTIONS$/.test(name))
      fs.appendFileSync(${JSON.stringify(path('calls'))}, ['npm', ...process.argv.slice(2), ...leaked].join(' ') + '\\n')
      process.exit(Number(process.env.NPM_STATUS ?? 0))`,
    )
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  test('installs what the lock file names, without the settings of the npm that called it', () => {
    const first = run('prestart', { npm_config_registry: 'x', npm_package_name: 'y', NODE_OPTIONS: '--no-warnings' })
    expect(first.status).toBe(0)
    expect(calls()).toEqual(['npm ci --loglevel=error --no-audit --no-fund'])
    expect(first.stdout).toBe('')
  })

  test('does it once, and again when the lock file changes', () => {
    run('prestart')
    const second = run('prestart')
    expect(second.stderr).toBe('')
    expect(calls()).toHaveLength(1)
    writeFileSync(path('package-lock.json'), '{ "changed": true }')
    run('prestart')
    expect(calls()).toHaveLength(2)
  })

  test('takes what an install by hand left, when it is what the lock file names', () => {
    const lock = (integrity: string) =>
      JSON.stringify({
        packages: {
          '': { name: 'x' },
          'node_modules/a': { integrity },
          'node_modules/other-platform': { integrity: 'b', optional: true },
        },
      })
    const installed = (integrity: string) =>
      writeFileSync(
        path('node_modules/.package-lock.json'),
        JSON.stringify({ packages: { 'node_modules/a': { integrity } } }),
      )
    run('prestart')
    writeFileSync(path('package-lock.json'), lock('one'))
    installed('one')
    run('prestart')
    expect(calls()).toHaveLength(1)
    writeFileSync(path('package-lock.json'), lock('two'))
    run('prestart')
    expect(calls()).toHaveLength(2)
  })

  test('stops with a clear sentence when npm fails, and tries again next time', () => {
    const failed = run('prestart', { NPM_STATUS: '3' })
    expect(failed.status).toBe(3)
    expect(failed.stderr).toContain('Les dépendances n’ont pas pu être installées')
    expect(existsSync(stamp())).toBe(false)
    expect(run('prestart').status).toBe(0)
  })

  test('never touches the system to start the program', () => {
    program('apt-get', `echo apt-get "$@" >> ${path('calls')}`)
    expect(run('prestart').status).toBe(0)
    expect(calls()).toHaveLength(1)
  })

  test('for the tests, installs what is missing as root, and says how to otherwise', (context) => {
    if (process.platform !== 'linux') context.skip('system packages are a matter of Linux')
    program('apt-get', `echo apt-get "$@" >> ${path('calls')}`)
    program('apt-cache', 'echo "  Candidate: 1.0"')
    const result = run('pretest')
    expect(result.status).toBe(0)
    if (process.getuid?.() === 0) {
      expect(calls().at(-1)).toMatch(/apt-get .*install -y --no-install-recommends xvfb xauth chromium/)
      expect(result.stderr).toContain('xvfb, xauth, chromium')
    } else {
      expect(calls()).toHaveLength(1)
      expect(result.stderr).toContain('sudo apt-get install -y --no-install-recommends xvfb xauth chromium')
    }
  })

  test('for the tests, goes on without apt', (context) => {
    if (process.platform !== 'linux') context.skip('system packages are a matter of Linux')
    const result = run('pretest')
    expect(result.status).toBe(0)
    expect(result.stderr).toContain('sudo apt-get install')
  })
})
