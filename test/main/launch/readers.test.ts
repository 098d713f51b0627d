import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { afterAll, expect, test } from 'vitest'
import { type Diagnostic, diagnostic, type WorkstationState, workstationState } from '#app/devices/workstation.ts'
import { answer, bytes } from '#test/simulators/cards/virtual-card.ts'
import { pcscdMissing, pcscdSocket } from '#test/world/pcscd.ts'
import { openVirtualReaders } from '#test/world/virtual-reader.ts'

const script = join(import.meta.dirname, '..', '..', '..', 'main', 'launch', 'cabinet.ts')
const folder = mkdtempSync(join(tmpdir(), 'cabinet-readers-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const environment = () => ({
  ...process.env,
  HOME: folder,
  CABINET_OUVERT_STATE: folder,
  PCSCLITE_CSOCK_NAME: pcscdSocket(),
})
const run = (...words: readonly string[]) =>
  promisify(execFile)(process.execPath, [script, 'readers', ...words], { env: environment(), timeout: 30_000 })
const found = async (): Promise<Diagnostic> => diagnostic.parse(JSON.parse((await run('--json')).stdout))

test('a computer where nothing answers says what is missing, and what to do', async () => {
  const [{ state, errors, settings }, { stdout }] = await Promise.all([found(), run()])
  expect(state.service).not.toBe('ready')
  expect(state.readers).toEqual([])
  expect(errors).toHaveLength(1)
  expect(settings).toEqual({ cardModulePath: null, vitaleLibraryPath: null })
  expect(stdout).toContain('Lecteurs : aucun')
  expect(stdout.trim()).toMatch(/\.$/)
})

/** The states told by `--watch`, one at a time. */
function watched(child: ChildProcess): () => Promise<WorkstationState> {
  if (child.stdout === null) throw new Error('nothing to read')
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return async () => {
    const { value, done } = await lines.next()
    if (done === true) throw new Error('it ended')
    return workstationState.parse(JSON.parse(value))
  }
}

test.skipIf(pcscdMissing !== null)(
  'readers and cards are described, and followed until it is stopped (needs pcscd and its virtual reader)',
  async () => {
    await using virtual = await openVirtualReaders()
    const card = { atr: bytes('3B751300004309EA9000'), reset: () => undefined, transmit: () => answer(0x9000) }
    await virtual.insert(card)
    await expect
      .poll(async () => (await found()).state.readers.map(({ card: inside }) => inside?.model), { timeout: 10_000 })
      .toEqual(['Vitale 2', undefined])

    const child = spawn(process.execPath, [script, 'readers', '--watch', '--json'], { env: environment() })
    const ended = new Promise((resolve) => child.once('exit', resolve))
    const next = watched(child)
    let state = await next()
    while (state.service !== 'ready') state = await next()
    expect(state.readers[0]?.status).toBe('card')
    await virtual.withdraw()
    expect((await next()).readers[0]?.status).toBe('empty')
    child.kill('SIGTERM')
    expect(await ended).toBe(0)
  },
)
