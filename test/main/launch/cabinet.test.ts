import { execFile, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Writable } from 'node:stream'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { smallBase, smallDrugs } from '#test/world/medicines.ts'

const script = join(import.meta.dirname, '..', '..', '..', 'main', 'launch', 'cabinet.ts')
let home: string
let saved: string

interface Outcome {
  readonly status: number
  readonly out: string
  readonly err: string
  /** The one JSON object of the standard output. */
  readonly json: Readonly<Record<string, unknown>>
}

const environment = () => ({ ...process.env, HOME: home, XDG_STATE_HOME: join(home, 'state') })

/** Runs the command line as an administrator does, with `secret` on its standard input. */
function cabinet(words: readonly string[], secret = ''): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [script, ...words],
      { env: environment(), timeout: 60_000 },
      (error, out, err) => {
        const status = error === null ? 0 : Number(error.code)
        resolve({ status, out, err, json: words.includes('--json') ? (JSON.parse(out) as Outcome['json']) : {} })
      },
    )
    child.stdin?.end(secret)
  })
}

/** Header and footer of a backup: format at 16, digest of all that is before it at 136, in every edition to come. */
const headerBytes = 168

function asOfANewerFormat(header: Buffer): void {
  header.writeUInt32BE(2, 16)
  createHash('sha256').update(header.subarray(0, 136)).digest().copy(header, 136)
}

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'cabinet-cli-'))
  const dir = join(home, 'formation')
  await cabinet(['training', '--dir', dir, '--patients', '40', '--seed', '7', '--json'])
  await cabinet(['backup', '--dir', dir, '--to', join(home, 'saved'), '--json'])
  const [file] = await readdir(join(home, 'saved'))
  saved = join(home, 'saved', file ?? '')
}, 60_000)
afterAll(() => rm(home, { recursive: true, force: true }))

test('training, info, backup, verify, restore and info agree on counts and on a digest of the content', async () => {
  const dir = join(home, 'agree')
  const twin = join(home, 'twin')
  const trained = await cabinet(['training', '--dir', dir, '--patients', '60', '--seed', '7', '--json'])
  const before = await cabinet(['info', '--dir', dir, '--json'])
  const backup = await cabinet(['backup', '--dir', dir, '--to', join(home, 'agreed'), '--json'])
  const path = String(backup.json['path'])
  const verified = await cabinet(['verify', path, '--json'])
  const restored = await cabinet(['restore', path, '--dir', twin, '--name', 'Jumeau', '--json'])
  const after = await cabinet(['info', '--dir', twin, '--json'])

  for (const { status, err } of [trained, before, backup, verified, restored, after])
    expect(`${status}${err}`).toBe('0')
  for (const { json } of [before, backup, verified, restored, after]) {
    expect(json).toMatchObject({ ok: true, counts: { patients: 60, users: 7 } })
  }
  const hashes = [before, backup, verified, after].map(({ json }) => json['contentHash'])
  expect(hashes[0]).toMatch(/^[0-9a-f]{64}$/)
  expect(new Set(hashes).size).toBe(1)
  expect(after.json['name']).toBe('Jumeau')
}, 60_000)

test('five bad files, five sentences, and nothing changed', async () => {
  const bad = await mkdtemp(join(home, 'bad-'))
  const bytes = await readFile(saved)
  const flipped = Buffer.from(bytes)
  const middle = Math.floor(flipped.length / 2)
  flipped[middle] = (flipped[middle] ?? 0) ^ 1
  const newer = Buffer.from(bytes)
  for (const at of [0, newer.length - headerBytes]) asOfANewerFormat(newer.subarray(at, at + headerBytes))
  const files = {
    flipped,
    truncated: bytes.subarray(0, bytes.length - 5000),
    empty: Buffer.alloc(0),
    text: Buffer.from('Ceci n’est pas une sauvegarde.\n'.repeat(200)),
    newer,
  }
  const target = join(home, 'untouched')
  const sentences = new Map<string, string>()
  for (const [name, content] of Object.entries(files)) {
    const path = join(bad, `${name}.cabsave`)
    await writeFile(path, content)
    const { status, json } = await cabinet(['restore', path, '--dir', target, '--json'])
    expect(`${name} ${status} ${json['ok']}`).toBe(`${name} 1 false`)
    sentences.set(String(json['message']), name)
    expect((await cabinet(['verify', path, '--json'])).status).toBe(1)
  }
  expect([...sentences.values()]).toEqual(Object.keys(files))
  expect(await readdir(target).catch(() => [])).toEqual([])
  expect((await readdir(join(home, 'saved'))).length).toBe(1)
}, 60_000)

test('a cabinet of one’s own opens with its password only, which is never an argument', async () => {
  const dir = join(home, 'mine')
  const who = ['--name', 'Cabinet des Tilleuls', '--last-name', 'Martin', '--first-name', 'Anne', '--title', 'Dr']
  expect(await cabinet(['create', '--dir', dir, ...who])).toMatchObject({ status: 2 })
  const alone = await cabinet(['create', '--dir', dir, ...who, '--password-stdin'], 'Tilleul-Marronnier-42\n')
  expect(alone).toMatchObject({ status: 2, err: expect.stringContaining('Deux mots de passe') })
  const created = await cabinet(
    ['create', '--dir', dir, ...who, '--password-stdin', '--json'],
    'Tilleul-Marronnier-42\nardoise verger tambour 9\n',
  )
  expect(created.status).toBe(0)
  expect((created.json['recoveryKey'] as string[]).length).toBeGreaterThan(4)

  expect(await cabinet(['info', '--dir', dir, '--json'])).toMatchObject({ status: 2, json: { problem: 'misuse' } })
  const wrong = await cabinet(['info', '--dir', dir, '--password-stdin', '--json'], 'autre chose\n')
  expect(wrong).toMatchObject({ status: 1, json: { ok: false, problem: 'cabinet.wrong-password' } })
  const right = await cabinet(['users', '--dir', dir, '--password-stdin'], 'ardoise verger tambour 9\n')
  const out = 'Anne MARTIN, Administrateur\nDr Anne MARTIN, Praticien\n'
  expect(right).toMatchObject({ status: 0, out, err: '' })
  const asDoctor = ['users', '--dir', dir, '--user', 'Dr Anne Martin', '--password-stdin']
  expect(await cabinet(asDoctor, 'Tilleul-Marronnier-42\n')).toMatchObject({ status: 0, out })
}, 60_000)

test('a password comes by a descriptor as well; one that is not open, or two sources, are a misuse', async () => {
  const dir = join(home, 'by-descriptor')
  const who = ['--name', 'Cabinet des Aulnes', '--last-name', 'Roy', '--first-name', 'Léa', '--json']
  const words = ['create', '--dir', dir, ...who, '--password-fd', '3']
  const child = spawn(process.execPath, [script, ...words], {
    env: environment(),
    stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
  })
  const said = child.stdout?.toArray()
  const descriptor = child.stdio[3] as Writable
  descriptor.end('Tilleul-Marronnier-42\nardoise verger tambour 9\nce qui suit n’est pas lu\n')
  const [status] = (await once(child, 'exit')) as [number]
  const out = ((await said) ?? []).join('')
  expect({ status, ok: (JSON.parse(out) as { ok: boolean }).ok }).toEqual({ status: 0, ok: true })
  expect(out).not.toContain('Marronnier')
  const info = ['info', '--dir', dir, '--json']
  expect(await cabinet([...info, '--password-stdin'], 'ardoise verger tambour 9\n')).toMatchObject({ status: 0 })
  expect(await cabinet([...info, '--password-fd', '9'])).toMatchObject({ status: 2, json: { problem: 'misuse' } })
  expect(await cabinet([...info, '--password-fd', 'x'])).toMatchObject({ status: 2, json: { problem: 'misuse' } })
  expect(await cabinet([...info, '--password-fd', '3', '--password-stdin'])).toMatchObject({ status: 2 })
}, 60_000)

test.each([
  [['nothing-like-it', '--json']],
  [['training', '--dir', 'x', '--patients', '100001', '--json']],
  [['host', 'pair', '--json']],
])('%j is a misuse: status 2, one object, in French', async (words) => {
  const { status, json, err } = await cabinet(words)
  expect({ status, err }).toEqual({ status: 2, err: '' })
  expect(json).toMatchObject({ ok: false, problem: 'misuse', data: {} })
  expect(json['message']).not.toMatch(/error|unknown|required/i)
})

test.each([[[]], [['restore']], [['bench']]])('the help of %j is in French', async (words) => {
  const { status, out } = await cabinet([...words, '--help'])
  expect(status).toBe(0)
  expect(out).toMatch(/^Emploi\u00a0: cabinet/)
  expect(out).not.toMatch(/usage|commands|arguments|command\]|<file|<folder|<name|<number|only/i)
})

test('an import refuses every line or none, and says which is wrong', async () => {
  const dir = join(home, 'import')
  await cabinet(['training', '--dir', dir, '--patients', '0', '--json'])
  const file = join(home, 'patients.csv')
  await writeFile(
    file,
    'Nom de naissance;Prénom de naissance;Date de naissance;Sexe\nGARNIER;Lucien;14/07/1947;M\nSANS-DATE;Marie;31/02/1980;F\n',
  )
  const refused = await cabinet(['import', file, '--dir', dir, '--json'])
  expect(refused).toMatchObject({ status: 1, json: { ok: false, problem: 'import.refused' } })
  expect(refused.json['data']).toMatchObject({ lines: [{ line: 3 }] })
  expect((await cabinet(['info', '--dir', dir, '--json'])).json['counts']).toEqual({ patients: 0, users: 7 })
  const some = await cabinet(['import', file, '--dir', dir, '--good-lines', '--json'])
  expect(some).toMatchObject({ status: 0, json: { ok: true, read: 2, written: 1 } })

  // A file of codes, in the same cabinet: all or nothing too.
  const codes = join(home, 'LIBCIM10MULTI.TXT')
  await writeFile(codes, 'A001|0|0|0|Cholera|Choléra\nfaux|0|0|0|x|y\n')
  const wrong = await cabinet(['import-cim10', codes, '--dir', dir, '--json'])
  expect(wrong).toMatchObject({
    status: 1,
    json: { ok: false, problem: 'import.refused', data: { lines: [{ line: 2 }] } },
  })
  await writeFile(codes, 'A001|0|0|0|Cholera|Choléra\nE119|0|0|0|DT2|Diabète de type 2\n')
  const right = await cabinet(['import-cim10', codes, '--dir', dir, '--edition', 'CIM-10 FR 2025', '--json'])
  expect(right).toMatchObject({ status: 0, json: { ok: true, codes: 2, edition: 'CIM-10 FR 2025' } })
}, 60_000)

test('the public base of drugs is imported from the folder of its files, whatever their encoding; a broken one is named', async () => {
  const dir = join(home, 'formation')
  const folder = join(home, 'bdpm')
  await mkdir(folder)
  const base = smallBase()
  for (const [name, text] of Object.entries(base)) {
    // As older years were published.
    await writeFile(join(folder, `${name}.txt`), Buffer.from(text, 'latin1'))
  }
  await writeFile(join(folder, 'lisez-moi.txt'), 'autre chose')
  const imported = await cabinet(['import-bdpm', folder, '--dir', dir, '--json'])
  expect(imported).toMatchObject({ status: 0, json: { ok: true, medicines: smallDrugs.length } })
  await writeFile(join(folder, 'CIS_bdpm.txt'), base.CIS_bdpm.replace('60000004', '6000'))
  const refused = await cabinet(['import-bdpm', folder, '--dir', dir])
  expect(refused.status).toBe(1)
  expect(refused.err).toContain('CIS_bdpm.txt, ligne 4')
  expect((await cabinet(['import-bdpm', join(home, 'saved'), '--dir', dir])).status).toBe(2)
})

test('a host answers on the address it prints, and closes when it is told to', async () => {
  const dir = join(home, 'hosted')
  const child = spawn(process.execPath, [script, 'host', '--json', '--port', '0', '--dir', dir], {
    env: environment(),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
  const answer = JSON.parse(line) as Record<string, unknown>
  if (answer['problem'] === 'misuse') {
    // Without built screens there is nothing to serve: the suite builds them before the journeys, which serve them all.
    expect(answer['message']).toMatch(/npm run build/)
    return
  }
  expect(answer).toMatchObject({ ok: true, address: expect.stringMatching(/^https:\/\/localhost:\d+\/$/) as unknown })
  if (process.platform === 'linux') {
    // Nothing of its memory is written by the system, were it to break.
    expect(await readFile(`/proc/${child.pid}/limits`, 'utf8')).toMatch(/^Max core file size +0 +0 /m)
  }
  child.kill('SIGTERM')
  const [code] = (await once(child, 'exit')) as [number]
  expect(code).toBe(0)
}, 30_000)
