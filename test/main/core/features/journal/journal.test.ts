import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contract } from '#app/contract.ts'
import type { JournalFilter, JournalLine } from '#app/features/journal/model.ts'
import { verifyExport } from '#core/index.ts'
import type { AuditEntryTable } from '#core/kernel/tables.ts'
import { endOf } from '#test/main/core/kernel/examples.ts'
import { openWorld, type World, type WorldSeat } from '#test/world/open-world.ts'

const people = {
  anna: 'practitioner',
  bruno: 'secretary',
} as const
type Names = keyof typeof people

async function everyLine(seat: WorldSeat, filter: JournalFilter): Promise<readonly JournalLine[]> {
  const found: JournalLine[] = []
  let next: number | null = null
  do {
    const page: { lines: JournalLine[]; next: number | null } = await seat.must(contract.journal.list, {
      filter,
      limit: 7,
      ...(next === null ? {} : { before: next }),
    })
    found.push(...page.lines)
    next = page.next
  } while (next !== null)
  return found
}

async function exported(seat: WorldSeat, format: 'csv' | 'jsonl', filter: JournalFilter = {}): Promise<string> {
  let [text, after] = ['', 0]
  let through: { readonly through?: number } = {}
  for (;;) {
    const page = await seat.must(contract.journal.export, { format, filter, after, ...through })
    text += page.text
    if (page.next === null) return text
    through = { through: page.through }
    after = page.next
  }
}

describe('the journal as people read it', () => {
  let world: World<Names>
  let lacaze: string
  beforeAll(async () => {
    world = await openWorld({ people })
    const anna = world.as('anna')
    lacaze = await anna.createPatient({ birthName: 'Lacaze', usedName: 'Lacaze' })
    await anna.must(contract.patients.open, { patientId: lacaze })
    await world.as('bruno').must(contract.patients.open, { patientId: lacaze })
    await anna.must(contract.patients.search, { text: '=lacaze', offset: 0, limit: 20 })
  }, 60_000)
  afterAll(() => world[Symbol.asyncDispose]())

  test('says who did what and how it ended, newest first, page by page and each line once', async () => {
    const lines = await everyLine(world.as('admin'), {})
    const numbers = lines.map(({ sequence }) => sequence)
    expect(new Set(numbers).size).toBe(numbers.length)
    expect(lines.map(({ at }) => at)).toEqual(
      lines
        .map(({ at }) => at)
        .toSorted()
        .toReversed(),
    )
    expect(lines.find(({ act }) => act === 'person.create')).toMatchObject({ outcome: 'done', aboutPatient: false })
  })

  test('says by their names the people and the rights that an act notes, never by an id or a code', async () => {
    const admin = world.as('admin')
    const { role } = await admin.must(contract.roles.create, {
      fields: { name: 'Interne', description: '', base: 'secretary', permissions: ['patient.read'] },
    })
    const made = (await everyLine(admin, {})).find(({ act }) => act === 'role.create')
    expect(made).toMatchObject({ subjectName: 'Interne' })
    expect(made?.details).toEqual([
      { name: 'base', value: 'Secrétaire' },
      { name: 'permissions', value: 'Voir les dossiers' },
    ])
    expect(JSON.stringify(made?.details)).not.toContain(role.role)
  })

  test('tells an administrator that a record is concerned, and neither which nor what', async () => {
    const lines = await everyLine(world.as('admin'), { family: 'records-read', userId: world.userId('bruno') })
    const opened = lines.find(({ act }) => act === 'patient.open')
    expect(opened).toMatchObject({ aboutPatient: true, patient: null, details: [], subjectName: '' })
    expect(JSON.stringify(lines)).not.toMatch(/lacaze/i)
    expect(JSON.stringify(lines)).not.toContain(lacaze)
  })

  test('finds no line about a record that its reader does not see, as about one that does not exist', async () => {
    const admin = world.as('admin')
    expect(await everyLine(admin, { patientId: lacaze })).toEqual([])
    expect(await everyLine(admin, { patientId: '01980000-0000-7000-8000-0000000000ff' })).toEqual([])
    expect(await exported(admin, 'csv', { patientId: lacaze })).toBe('')
  })

  test('shows the accesses to a record to who sees it and may, and to nobody else', async () => {
    const asked = { patientId: lacaze, filter: {}, limit: 50 }
    const { lines } = await world.as('anna').must(contract.journal.ofPatient, asked)
    expect(lines.map(({ act, actorName }) => [act, actorName])).toEqual(
      expect.arrayContaining([
        ['patient.open', 'Test BRUNO'],
        ['patient.create', 'Test ANNA'],
      ]),
    )
    expect(lines.every(({ patient }) => patient?.displayName.startsWith('LACAZE') === true)).toBe(true)
    const byBruno = { ...asked, filter: { userId: world.userId('bruno') } }
    const { lines: his } = await world.as('anna').must(contract.journal.ofPatient, byBruno)
    expect(new Set(his.map(({ actorName }) => actorName))).toEqual(new Set(['Test BRUNO']))
    expect(await world.as('bruno').call(contract.journal.ofPatient, asked)).toMatchObject({ problem: 'forbidden' })
    expect(await world.as('admin').call(contract.journal.ofPatient, asked)).toMatchObject({ problem: 'forbidden' })
  })

  test('exports a table that a spreadsheet opens: mark, semicolons, French heads, no formula', async () => {
    const text = await exported(world.as('admin'), 'csv')
    const [head, ...rows] = text.split('\r\n')
    expect(head).toBe('\uFEFFLigne;Date et heure;Acte;Famille;Résultat;Utilisateur;Poste;Dossier;Objet;Détails')
    expect(
      rows.some((row) => /;Ouverture du dossier;Dossiers consultés;Fait;Test BRUNO;.*;Hors de votre vue;/.test(row)),
    ).toBe(true)
    expect(rows.every((row) => !/(^|;)[=+@]/.test(row))).toBe(true)
    expect(text).not.toContain(lacaze)
  })

  test('exports the chain, which verifies without any cabinet, and withholds what its reader may not see', async () => {
    const text = await exported(world.as('admin'), 'jsonl')
    expect(text).not.toContain(lacaze)
    expect(await verifyExport(text.split('\n'))).toMatchObject({ isExport: true, faults: [], unreadable: [] })
    const withheld = text.split('\n').filter((line) => line.includes('"withheld":true'))
    expect(withheld.length).toBeGreaterThan(0)
  })

  test.each<[string, (lines: readonly string[]) => readonly string[], readonly string[]]>([
    [
      'a line altered',
      (lines) => lines.map((line, at) => (at === 4 ? line.replace('"outcome":"done"', '"outcome":"refused"') : line)),
      ['altered'],
    ],
    ['a line removed', (lines) => lines.filter((_line, at) => at !== 6), ['removed']],
    ['two lines exchanged', (lines) => lines.with(5, lines[6] ?? '').with(6, lines[5] ?? ''), ['reordered']],
    ['its end cut off', (lines) => lines.slice(0, -4), ['truncated']],
    ['its first line removed', (lines) => lines.filter((_line, at) => at !== 1), ['removed']],
  ])('an exported chain with %s is found out', async (_what, tamper, kinds) => {
    const lines = (await exported(world.as('admin'), 'jsonl')).trimEnd().split('\n')
    const { faults } = await verifyExport(tamper(lines))
    expect(faults.map(({ kind }) => kind)).toEqual(kinds)
  })

  test('what is no export is said to be none', async () => {
    expect(await verifyExport(['{"a":1}', 'rien'])).toMatchObject({ isExport: false, unreadable: [1, 2] })
  })

  test('verifies as a work that reports, and keeps its verdict for this opening', async () => {
    const admin = world.as('admin')
    const { jobId } = await admin.must(contract.journal.verify, {})
    expect(await endOf(admin, jobId)).toMatchObject({ kind: 'verify', state: 'done', unit: 'lines' })
    const { verdict } = await admin.must(contract.journal.verdict, {})
    expect(verdict).toMatchObject({ faults: [], faultCount: 0 })
    expect(verdict?.lines).toBeGreaterThan(10)
  })
})

describe('the end of the time of lines', () => {
  const emptiedIn = (lines: readonly AuditEntryTable[]) => lines.filter(({ family }) => family === 'expired')

  test('technical lines are emptied after a year and those about records stay; the chain holds', async () => {
    await using world = await openWorld({ people: { anna: 'practitioner' } })
    const patientId = await world.as('anna').createPatient()
    const before = await world.journal()
    world.clock.forward(366 * 86_400_000)
    world.timers.tick()
    await expect.poll(async () => emptiedIn(await world.journal()).length, { timeout: 10_000 }).toBeGreaterThan(0)
    const after = await world.journal()
    const technical = before.filter(({ retention }) => retention === 'technical')
    expect(emptiedIn(after).map(({ sequence }) => sequence)).toEqual(technical.map(({ sequence }) => sequence))
    expect(after.find(({ act }) => act === 'patient.create')).toMatchObject({ patient_id: patientId, outcome: 'done' })
    const emptying = after.find(({ act }) => act === 'journal.expire')
    expect(emptying).toMatchObject({ service: 'journal-retention', retention: 'kept' })
    expect(JSON.parse(emptying?.details ?? '{}')).toMatchObject({ retention: 'technical', lines: technical.length })

    const admin = world.as('admin')
    const { cabinetId } = world
    const password = 'tilleul brume carnet 7'
    await admin.call(contract.cabinet.open, { cabinetId, userId: world.userId('admin'), password })
    const { jobId } = await admin.must(contract.journal.verify, {})
    await endOf(admin, jobId)
    const { verdict } = await admin.must(contract.journal.verdict, {})
    expect(verdict?.faults).toEqual([])
    const { lines } = await admin.must(contract.journal.list, { filter: {}, limit: 200 })
    expect(lines.filter(({ expired }) => expired)).toHaveLength(technical.length)
  }, 30_000)
})

test('the times of retention have bounds, are versioned, and their change is journaled', async () => {
  await using world = await openWorld()
  const admin = world.as('admin')
  const { retention, version } = await admin.must(contract.journal.settings, {})
  expect({ retention, version }).toEqual({ retention: { technicalMonths: 12, recordYears: 20 }, version: 0 })
  const shorter = { technicalMonths: 6, recordYears: 10 }
  await admin.must(contract.journal.updateSettings, { retention: shorter, expectedVersion: 0 })
  const again = await admin.call(contract.journal.updateSettings, { retention, expectedVersion: 0 })
  expect(again).toMatchObject({ ok: false, problem: 'edit.conflict' })
  for (const refused of [
    { technicalMonths: 5, recordYears: 20 },
    { technicalMonths: 13, recordYears: 20 },
    { technicalMonths: 12, recordYears: 9 },
  ]) {
    const reply = await admin.call(contract.journal.updateSettings, { retention: refused, expectedVersion: 1 })
    expect(reply).toMatchObject({ ok: false, problem: 'invalid-input' })
  }
  const line = (await world.journal()).find(({ act }) => act === 'journal.set-retention')
  expect(JSON.parse(line?.details ?? '{}')).toEqual({ ...shorter, before: retention })
}, 30_000)
