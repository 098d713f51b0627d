import type { Reading } from '#app/features/measurements/model.ts'
import type { ResultFields } from '#app/features/results/model.ts'
import type { TreatmentFields } from '#app/features/treatments/model.ts'
import { groupSearchMark } from '#core/features/access/index.ts'
import { insertDocument, putDocumentEntry, storeBlob, usualCategories } from '#core/features/documents/index.ts'
import { childReadings } from '#core/features/measurements/index.ts'
import { EntryFiller } from '#core/features/record/index.ts'
import type { WriteDb } from '#core/kernel/tables.ts'
import { Chance } from './chance.ts'
import { allergies, diseases, type Doses, noProblem } from './diseases.ts'
import { type KnownHistory, knownHistories } from './known-history.ts'
import { type FilledPatient, type InventedNote, type RecordAuthor, RecordFiller } from './records.ts'
import { type Scenario, scenarios } from './scenarios.ts'

/** What the records of a training cabinet are filled with. */
export interface HistoryPlan {
  readonly seed: number
  /** The day the cabinet is made, `2026-11-22`. */
  readonly today: string
  /** The doctors of the cabinet; the first is the one of the manual. */
  readonly authors: readonly [RecordAuthor, ...RecordAuthor[]]
  /** Consultations to reach in all, beyond what people have: for measuring. */
  readonly notes?: number
  /** Gives the first person of the manual 5,000 entries, of which 1,000 documents: for measuring. */
  readonly longRecord?: boolean
  onProgress(done: number, total: number): void
  /** Between two batches: lets others speak, throws when it is stopped. */
  whenRunning(): Promise<void>
}

/** Records beyond are left empty: a large training cabinet is for searching people. */
const mostHistories = 2_000
const dayMs = 86_400_000

/** Somebody with what their history depends on. */
interface Person extends FilledPatient {
  readonly fileNumber: number
  readonly sex: string
  readonly birth: number
}

/**
 * Fills the records of a training cabinet just made: those of the manual as it shows them, the others with a history of
 * their age. The same seed gives the same histories. `db` sees every patient.
 */
export async function generateHistories(db: WriteDb, plan: HistoryPlan): Promise<void> {
  const people = await findPeople(db, plan)
  const now = morningOf(plan)
  const chance = new Chance(plan.seed ^ 0x2545f491)
  const filler = new RecordFiller(new Chance(plan.seed ^ 0x63d83595))
  const known = new Map(knownHistories.map((history) => [history.fileNumber, history]))
  for (const [place, person] of people.entries()) {
    const history = known.get(person.fileNumber)
    if (history === undefined) inventHistory(filler, chance, person, now)
    else tellHistory(filler, person, history, now)
    if (place % 200 === 0) await plan.whenRunning()
  }
  const total = filler.waiting + (plan.notes ?? 0)
  const entries = new EntryFiller(db)
  const extra = moreNotes(plan, people)
  // The oldest first: those added for measuring end before the others begin.
  const ids = new Chance(plan.seed ^ 0x1f123bb5)
  let done = 0
  for (const batch of extra) {
    const some = new RecordFiller(ids)
    for (const { person, note } of batch) some.note(person, note)
    await some.write(db, entries, plan.whenRunning)
    done += batch.length
    plan.onProgress(done, total)
  }
  await filler.write(db, entries, async (written) => {
    plan.onProgress(done + written, total)
    await plan.whenRunning()
  })
  await entries.finish()
  for (const person of people) {
    const history = known.get(person.fileNumber)
    if (history === undefined) continue
    await receiveLetters(db, person, history, plan)
    if (plan.longRecord === true) await manyDocuments(db, person, plan)
  }
}

const knownNumbers = new Set(knownHistories.map(({ fileNumber }) => fileNumber))

async function findPeople(db: WriteDb, plan: HistoryPlan): Promise<readonly Person[]> {
  const rows = await db
    .selectFrom('patient')
    .select(['patient.patient_id', 'patient.file_number', 'patient.sex', 'patient.birth_date'])
    .orderBy('patient.patient_id')
    .limit(mostHistories)
    .execute()
  const marks = await groupMarksOf(db)
  return rows.map((row, place) => ({
    patientId: row.patient_id,
    groupMarks: marks.get(row.patient_id) ?? [],
    author: (place % 10 < 6 || knownNumbers.has(row.file_number) ? undefined : plan.authors[1]) ?? plan.authors[0],
    fileNumber: row.file_number,
    sex: row.sex,
    birth: Date.parse(row.birth_date.replaceAll('-00', '-01')),
  }))
}

/** The marks of everybody's groups, asked once. */
async function groupMarksOf(db: WriteDb): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await db
    .selectFrom('patient_access_group')
    .innerJoin('access_group', 'access_group.access_group_id', 'patient_access_group.access_group_id')
    .select(['patient_access_group.patient_id', 'access_group.access_group_id'])
    .where('access_group.kind', '<>', 'public')
    .orderBy('access_group.access_group_id')
    .execute()
  const byPatient = Map.groupBy(rows, (row) => row.patient_id)
  return new Map([...byPatient].map(([id, held]) => [id, held.map((row) => groupSearchMark(row.access_group_id))]))
}

/** A history of the age of somebody: what they come back for, and what passes. */
function inventHistory(filler: RecordFiller, chance: Chance, person: Person, now: number): void {
  const age = (now - person.birth) / (365.25 * dayMs)
  const fitting = scenarios.filter(
    ({ ages, sex }) => age >= ages[0] && age <= ages[1] && (sex === undefined || sex === person.sex),
  )
  const [first] = fitting
  if (first === undefined) return
  const followed = fitting.find(({ follows }) => follows !== undefined && chance.happens(0.35))
  const visits = chance.between(1, followed === undefined ? 3 : 5)
  const weight = age < 18 ? 3.5 + age * 3.1 : chance.between(52, 95)
  let days = chance.between(3, 60)
  for (let visit = 0; visit < visits; visit += 1) {
    const scenario =
      followed !== undefined && chance.happens(0.7)
        ? followed
        : (fitting[chance.between(0, fitting.length - 1)] ?? first)
    filler.note(person, inventNote(scenario, chance, person, { at: openingHour(now, days, chance), weight, age }))
    if (scenario.follows === 'diabetes') filler.result(person, sugar(chance, dayBefore(now, days + 4)), null)
    days += followed === undefined ? chance.between(60, 400) : chance.between(80, 110)
  }
  if (followed?.follows !== undefined) followUp(filler, chance, person, followed.follows, now)
  if (chance.happens(0.25))
    filler.antecedent(person, allergies[chance.next() % allergies.length] ?? allergies[0], ago(now, days))
}

/** A consultation for this reason. */
function inventNote(
  scenario: Scenario,
  chance: Chance,
  person: Person,
  { at, weight, age }: { readonly at: string; readonly weight: number; readonly age: number },
): InventedNote {
  return {
    occurredAt: at,
    sections: [
      ['motif', 'Motif', chance.one(scenario.motif)],
      ['examen', 'Examen', chance.one(scenario.examen)],
      ['conclusion', 'Conclusion', chance.one(scenario.conclusion)],
      ['conduite', 'Conduite à tenir', chance.one(scenario.conduite)],
    ],
    readings: inventReadings(scenario.measures, chance, person, { at, weight, age }),
  }
}

function inventReadings(
  kind: Scenario['measures'],
  chance: Chance,
  person: Person,
  { at, weight, age }: { readonly at: string; readonly weight: number; readonly age: number },
): readonly Reading[] {
  const one = (code: Reading['code'], value: number): Reading => ({ code, value, second: null })
  const tenths = chance.between(-15, 15)
  const kilograms = Math.max(3, Math.round((weight + tenths / 10) * 10) / 10)
  if (kind === 'pressure' && age >= 15) {
    const value = chance.between(112, 158)
    const pair: Reading = { code: 'blood-pressure', value, second: Math.round(value * 0.58) }
    return [pair, one('pulse', chance.between(58, 88)), one('weight', kilograms)]
  }
  if (kind === 'fever') return [one('temperature', chance.between(366, 391) / 10)]
  if (kind === 'growth') return childReadings(person, Date.parse(at), tenths)
  return []
}

function followUp(
  filler: RecordFiller,
  chance: Chance,
  person: Person,
  disease: NonNullable<Scenario['follows']>,
  now: number,
): void {
  const { label, code, ald, drugs } = diseases[disease]
  const since = `${new Date(now).getUTCFullYear() - chance.between(1, 12)}-00-00`
  const at = ago(now, 900)
  filler.antecedent(
    person,
    { kind: 'problem', fields: { ...noProblem, label, code, onset: since, ald: ald(since) } },
    at,
  )
  const [name, doses] = chance.one(drugs)
  filler.treatment(person, { ...usualTreatment, drug: { cis: null, name }, posology: posologyOf(doses) }, at)
}

/** What the manual shows of somebody. */
function tellHistory(filler: RecordFiller, person: Person, history: KnownHistory, now: number): void {
  const at = ago(now, 900)
  for (const entry of history.antecedents) filler.antecedent(person, entry, at)
  for (const fields of history.treatments) filler.treatment(person, fields, ago(now, 90))
  for (const { daysAgo, sections, readings } of history.consultations) {
    filler.note(person, { occurredAt: ago(now, daysAgo), sections, readings })
  }
  for (const { daysAgo, fields } of history.vaccinations) {
    filler.vaccination(person, { ...fields, givenOn: dayBefore(now, daysAgo) })
  }
  for (const { daysAgo, seenAfter, fields } of history.results) {
    const seenAt = seenAfter === null ? null : ago(now, daysAgo - seenAfter)
    filler.result(person, { ...fields, sampledOn: dayBefore(now, daysAgo) }, seenAt)
  }
}

/** Letters received: documents of words, kept as their files are. */
async function receiveLetters(db: WriteDb, person: Person, history: KnownHistory, plan: HistoryPlan): Promise<void> {
  const ids = new Chance(plan.seed ^ person.fileNumber)
  const now = morningOf(plan)
  for (const { daysAgo, ...letter } of history.letters) {
    await receive(db, person, { ...letter, at: ago(now, daysAgo) }, ids)
  }
}

interface ReceivedLetter {
  readonly at: string
  readonly title: string
  readonly category: 'received' | 'imaging'
  readonly sender: string
  readonly text: string
}

async function receive(db: WriteDb, person: Person, letter: ReceivedLetter, ids: Chance): Promise<void> {
  const bytes = new TextEncoder().encode(letter.text)
  const instant = Date.parse(letter.at)
  const row = await insertDocument(
    db,
    {
      document_id: ids.id(instant),
      patient_id: person.patientId,
      title: letter.title,
      category_id: usualCategories[letter.category],
      document_date: letter.at.slice(0, 10),
      sender: letter.sender,
      kind: 'text',
      file_name: 'courrier.txt',
      source: 'import',
      blob_digest: await storeBlob(db, bytes),
      bytes: bytes.length,
      pages: null,
      turn: 0,
      imported_at: letter.at,
      imported_by: person.author.userId,
      updated_at: letter.at,
      updated_by: person.author.userId,
    },
    { versionId: ids.id(instant), words: letter.text },
  )
  await putDocumentEntry(db, row)
}

const measuredNotesAtOnce = 2_000

/** Consultations for measuring, oldest first, all of them before the others: of everybody, then of one record. */
function* moreNotes(plan: HistoryPlan, people: readonly Person[]) {
  const chance = new Chance(plan.seed ^ 0x7b3c21d9)
  const count = plan.notes ?? 0
  const longRecord =
    plan.longRecord === true ? people.find(({ fileNumber }) => knownNumbers.has(fileNumber)) : undefined
  const start = morningOf(plan) - 20 * 365 * dayMs
  const step = Math.floor((14 * 365 * dayMs) / (count + longEntries))
  let batch: { readonly person: Person; readonly note: InventedNote }[] = []
  for (let made = 0; made < count + (longRecord === undefined ? 0 : longEntries); made += 1) {
    const person = made < count ? people[chance.next() % people.length] : longRecord
    if (person === undefined) continue
    const at = new Date(start + made * step).toISOString()
    const note = inventNote(chance.one(scenarios), chance, person, { at, weight: chance.between(50, 95), age: 40 })
    // Words that few entries have, as names of drugs and of places are.
    const rare = `Vu par ${rareWord(chance)} et ${rareWord(chance)}, référence ${chance.digits(6)}.`
    batch.push({ person, note: { ...note, sections: [...note.sections, ['antecedent', 'Antécédent', rare]] } })
    if (batch.length === measuredNotesAtOnce) {
      yield batch
      batch = []
    }
  }
  if (batch.length > 0) yield batch
}

const syllables = ['ba', 'lo', 'mi', 'ren', 'ta', 'vi', 'cor', 'du', 'pla', 'so', 'que', 'ner'] as const

function rareWord(chance: Chance): string {
  return `${chance.one(syllables)}${chance.one(syllables)}${chance.one(syllables)}${chance.one(syllables)}`
}

async function manyDocuments(db: WriteDb, person: Person, plan: HistoryPlan): Promise<void> {
  const ids = new Chance(plan.seed ^ 0x3c6ef372)
  const chance = new Chance(plan.seed ^ 0x510e527f)
  for (let made = 0; made < longDocuments; made += 1) {
    const at = ago(morningOf(plan) - 2_000 * dayMs, made)
    const text = `${chance.one(scenarios).examen[0]} ${rareWord(chance)} ${made}`
    await receive(
      db,
      person,
      { at, title: `Compte rendu ${made + 1}`, category: 'received', sender: 'Sorel', text },
      ids,
    )
    if (made % 50 === 0) await plan.whenRunning()
  }
}

const longEntries = 5_000
const longDocuments = 1_000

const usualTreatment: Omit<TreatmentFields, 'drug' | 'posology'> = {
  duration: { count: 3, unit: 'month' },
  chronic: true,
  startedOn: null,
  stoppedOn: null,
  stopReason: '',
  ald: false,
  prescriber: '',
}

function posologyOf([morning, noon, evening]: Doses): TreatmentFields['posology'] {
  return { doses: { morning, noon, evening, night: 0 }, text: '', unit: '', route: '', asNeeded: false }
}

function sugar(chance: Chance, sampledOn: string): ResultFields {
  const blank = { panel: '', loinc: null, text: '', reference: '', flag: null } as const
  return {
    title: '',
    laboratory: 'Labo Estuaire',
    sampledOn,
    comment: '',
    lines: [
      { ...blank, analyte: 'HbA1c', value: chance.between(58, 84) / 10, unit: '%', low: 4, high: 6 },
      { ...blank, analyte: 'Créatinine', value: chance.between(52, 118), unit: 'µmol/L', low: 45, high: 84 },
      { ...blank, analyte: 'LDL-cholestérol', value: chance.between(55, 160) / 100, unit: 'g/L', low: null, high: 1.3 },
    ],
  }
}

function morningOf({ today }: Pick<HistoryPlan, 'today'>): number {
  return Date.parse(`${today}T07:00:00.000Z`)
}

function ago(now: number, days: number): string {
  return new Date(now - days * dayMs).toISOString()
}

function dayBefore(now: number, days: number): string {
  return ago(now, days).slice(0, 10)
}

/** Between eight and eighteen, in Paris in winter. */
function openingHour(now: number, days: number, chance: Chance): string {
  return new Date(now - days * dayMs + chance.between(0, 600) * 60_000).toISOString()
}
