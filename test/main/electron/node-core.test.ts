import { type ChildProcess, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { closeInTime } from '#main/electron/close-in-time.ts'
import { type CoreStart, coreStartVariable, type FromCore } from '#main/electron/core-frames.ts'
import { coreOverChannel } from '#main/electron/node-core.ts'

const entry = join(import.meta.dirname, '../../../main/electron/core.ts')
const folder = mkdtempSync(join(tmpdir(), 'core-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** The real core, under the Node of the tests. */
function forkCore(): ChildProcess {
  const start: CoreStart = {
    stateFolder: folder,
    cabinetsFolder: folder,
    pages: folder,
    version: '0.0.0',
    unsupportedRuntime: false,
  }
  return fork(entry, [], {
    execArgv: [],
    env: { ...process.env, [coreStartVariable]: JSON.stringify(start) },
    serialization: 'advanced',
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
}

/** What a core says, and the ends it announces. */
function listen(child: ChildProcess) {
  const said: FromCore['type'][] = []
  const ends: (number | null)[] = []
  const ready = Promise.withResolvers<void>()
  const core = coreOverChannel(child, {
    said(message) {
      said.push(message.type)
      if (message.type === 'ready') ready.resolve()
    },
    ended: (code) => ends.push(code),
  })
  return { core, said, ends, ready: ready.promise }
}

test('a message that does not reach a living core is not its end: no second core opens beside it', async () => {
  const child = forkCore()
  const { core, ends, ready } = listen(child)
  await ready
  child.emit('error', new Error('EPERM'))
  child.emit('error', new Error('EPERM'))
  expect(ends).toEqual([])
  core.close(false)
  await once(child, 'exit')
  expect(ends).toEqual([0])
})

test('a core that cannot start ends once', async () => {
  const child = spawn(join(folder, 'absent'), [], { stdio: 'ignore' })
  const { ends } = listen(child)
  await once(child, 'error')
  child.emit('exit', -2)
  expect(ends).toEqual([null])
})

test('a system that shuts down lets the core close its file, and waits no longer than it was told', async () => {
  const child = forkCore()
  const { core, said, ready } = listen(child)
  await ready
  const closed = once(child, 'exit').then(() => undefined)
  const closing = (withBackup: boolean) => {
    core.close(withBackup)
    return closed
  }
  expect(await closeInTime({ close: (asked) => closing(asked.withBackup), kill: core.kill })).toBe(true)
  expect(said).toEqual(['ready', 'closed'])

  let killed = 0
  const stuck = { close: () => new Promise<void>(() => undefined), kill: () => void killed++ }
  expect(await closeInTime(stuck, 20)).toBe(false)
  expect(killed).toBe(1)
})
