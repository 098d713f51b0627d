import { afterAll, beforeAll, expect, test } from 'vitest'
import { contract } from '#app/contract.ts'
import type { Antecedent } from '#app/features/antecedents/model.ts'
import { blankAllergy } from '#app/features/antecedents/allergy-reading.ts'
import { blankFamily, blankHabitus, blankProblem } from '#app/features/antecedents/reading.ts'
import { openWorld, type WorldSeat } from '#test/world/open-world.ts'

const { antecedents, notes } = contract

const latex: Antecedent = {
  kind: 'allergy',
  fields: { ...blankAllergy, substance: 'Latex', category: 'other', reaction: 'urticaire', certainty: 'to-confirm' },
}
const diabetes: Antecedent = {
  kind: 'problem',
  fields: {
    ...blankProblem,
    label: 'Diabète de type 2',
    code: 'E11',
    onset: '2014-00-00',
    ald: { kind: 'listed', number: 8, startsOn: '2015-03-00', endsOn: null },
    comment: 'Suivi partagé',
  },
}

/** Anna sees everybody; Béa only the patients of her own group; Sophie is the secretary, Lise reads. */
const openRecordWorld = () =>
  openWorld({
    people: {
      anna: 'practitioner',
      bea: { roleKey: 'practitioner', seesAllPatients: false },
      sophie: 'secretary',
      lise: 'read-only',
    },
  })

let world: Awaited<ReturnType<typeof openRecordWorld>>
beforeAll(async () => {
  world = await openRecordWorld()
}, 60_000)
afterAll(() => world[Symbol.asyncDispose]())

const add = (seat: WorldSeat, patientId: string, entry: Antecedent) =>
  seat.must(antecedents.save, { patientId, entryId: null, expectedVersion: null, entry })

const stateOf = async (seat: WorldSeat, patientId: string) =>
  (await seat.must(antecedents.allergies, { patientId })).allergies

test('an absence of allergy is not written as an allergy', async () => {
  const anna = world.as('anna')
  const patientId = await anna.createPatient()
  const denied: Antecedent = { kind: 'allergy', fields: { ...blankAllergy, substance: 'Pas d’allergie connue' } }
  const input = { patientId, entryId: null, expectedVersion: null, entry: denied }
  expect(await anna.call(antecedents.save, input)).toMatchObject({ ok: false, problem: 'invalid-input' })
  expect(await stateOf(anna, patientId)).toEqual({ state: 'unknown' })
})

test('allergies go from unknown to none to a list, and never back to none by themselves', async () => {
  const anna = world.as('anna')
  const patientId = await anna.createPatient()
  expect(await stateOf(anna, patientId)).toEqual({ state: 'unknown' })

  const declared = await anna.must(antecedents.declareNoAllergy, { patientId })
  expect(declared.allergies).toMatchObject({
    state: 'none',
    statement: { declaredBy: expect.stringContaining('ANNA') },
  })

  // Adding one ends the statement; removing the last leaves nothing known; bringing it back lists it again.
  const { entryId, version } = await add(anna, patientId, latex)
  expect(await stateOf(anna, patientId)).toMatchObject({
    state: 'list',
    entries: [{ entryId, fields: latex.fields, version: 1 }],
  })
  expect(await anna.call(antecedents.declareNoAllergy, { patientId })).toEqual({
    ok: false,
    problem: 'allergy.listed',
    data: {},
  })
  const line = { patientId, kind: 'allergy', entryId } as const
  const removed = await anna.must(antecedents.remove, { ...line, expectedVersion: version })
  expect(await stateOf(anna, patientId)).toEqual({ state: 'unknown' })
  await anna.must(antecedents.restore, { ...line, expectedVersion: removed.version })
  expect((await stateOf(anna, patientId)).state).toBe('list')

  // A statement made while the line was out ends when it comes back.
  await anna.must(antecedents.remove, { ...line, expectedVersion: removed.version + 1 })
  await anna.must(antecedents.declareNoAllergy, { patientId })
  await anna.must(antecedents.restore, { ...line, expectedVersion: removed.version + 2 })
  await anna.must(antecedents.remove, { ...line, expectedVersion: removed.version + 3 })
  expect(await stateOf(anna, patientId)).toEqual({ state: 'unknown' })

  await anna.must(antecedents.declareNoAllergy, { patientId })
  expect((await anna.must(antecedents.withdrawNoAllergy, { patientId })).allergies).toEqual({ state: 'unknown' })
  expect(await anna.call(antecedents.withdrawNoAllergy, { patientId })).toMatchObject({ problem: 'not-found' })
})

test('every line comes back as it was written, in its order', async () => {
  const anna = world.as('anna')
  const patientId = await anna.createPatient()
  const operated: Antecedent = {
    kind: 'problem',
    fields: { ...blankProblem, label: 'Cholécystectomie', nature: 'surgical', state: 'past', onset: '2003-00-00' },
  }
  const father: Antecedent = {
    kind: 'family',
    fields: { ...blankFamily, label: 'Infarctus', code: 'I21.9', age: 52, fatal: true },
  }
  const smoker: Antecedent = {
    kind: 'habitus',
    fields: { ...blankHabitus, use: 'current', cigarettesPerDay: 6.5, since: '1990-00-00', text: 'le soir' },
  }
  const stopped: Antecedent = { kind: 'habitus', fields: { ...blankHabitus, use: 'former', stopped: '2026-05-00' } }
  for (const entry of [operated, diabetes, father, smoker]) await add(anna, patientId, entry)
  world.clock.forward(1000)
  await add(anna, patientId, stopped)
  const read = await anna.must(antecedents.read, { patientId })
  expect(read.problems.map(({ fields }) => fields)).toEqual([diabetes.fields, operated.fields])
  expect(read.family.map(({ fields }) => fields)).toEqual([father.fields])
  expect(read.habitus.map(({ fields, superseded }) => [fields, superseded])).toEqual([
    [stopped.fields, false],
    [smoker.fields, true],
  ])
  const backwards: Antecedent = {
    kind: 'problem',
    fields: { ...blankProblem, label: 'Asthme', onset: '2014-00-00', end: '2013-00-00' },
  }
  const refused = await anna.call(antecedents.save, {
    patientId,
    entryId: null,
    expectedVersion: null,
    entry: backwards,
  })
  expect(refused).toMatchObject({ ok: false, problem: 'invalid-input' })
  expect((await anna.must(antecedents.read, { patientId })).problems).toHaveLength(2)
})

test('two people never overwrite each other, and a removed line is not corrected', async () => {
  const anna = world.as('anna')
  const patientId = await anna.createPatient()
  const { entryId } = await add(anna, patientId, diabetes)
  const corrected = { patientId, entryId, expectedVersion: 1, entry: diabetes }
  expect(await anna.must(antecedents.save, corrected)).toEqual({ entryId, version: 2 })
  expect(await anna.call(antecedents.save, corrected)).toMatchObject({
    ok: false,
    problem: 'edit.conflict',
    data: { currentVersion: 2 },
  })
  const line = { patientId, kind: 'problem', entryId } as const
  expect(await anna.call(antecedents.remove, { ...line, expectedVersion: 1 })).toMatchObject({
    problem: 'edit.conflict',
  })
  expect(await anna.call(antecedents.restore, { ...line, expectedVersion: 2 })).toMatchObject({ problem: 'not-found' })
  await anna.must(antecedents.remove, { ...line, expectedVersion: 2 })
  expect(await anna.call(antecedents.save, { ...corrected, expectedVersion: 3 })).toMatchObject({
    problem: 'not-found',
  })
  // A line named by a patient who is not its own, or as of another kind, is nowhere.
  const other = await anna.createPatient()
  await anna.must(antecedents.restore, { ...line, expectedVersion: 3 })
  expect(await anna.call(antecedents.remove, { ...line, patientId: other, expectedVersion: 4 })).toMatchObject({
    problem: 'not-found',
  })
  expect(await anna.call(antecedents.remove, { ...line, kind: 'family', expectedVersion: 4 })).toMatchObject({
    problem: 'not-found',
  })
})

test('who does not see the patient is told of nothing, who only reads writes nothing, a secretary reads nothing', async () => {
  const anna = world.as('anna')
  const patientId = await anna.createPatient()
  await add(anna, patientId, latex)
  const entry = { patientId, entryId: null, expectedVersion: null, entry: diabetes }
  expect(await world.as('bea').call(antecedents.read, { patientId })).toMatchObject({ problem: 'not-found' })
  expect(await world.as('bea').call(antecedents.save, entry)).toMatchObject({ problem: 'not-found' })
  expect(await world.as('sophie').call(antecedents.allergies, { patientId })).toMatchObject({ problem: 'forbidden' })
  expect((await world.as('lise').must(antecedents.allergies, { patientId })).allergies.state).toBe('list')
  expect(await world.as('lise').call(antecedents.save, entry)).toMatchObject({ problem: 'forbidden' })
  expect(await world.as('lise').call(antecedents.declareNoAllergy, { patientId })).toMatchObject({
    problem: 'forbidden',
  })
  // The journal names the line and its kind, never what it says.
  const lines = await world.auditOf(patientId)
  expect(lines.filter(({ act, outcome }) => act === 'antecedent.save' && outcome === 'done')).toHaveLength(1)
  expect(JSON.stringify(lines)).not.toMatch(/latex|diab/i)
})

test('a signed note feeds each kind, a revision without it withdraws it, and the former revision brings it back', async () => {
  const anna = world.as('anna')
  const patientId = await anna.createPatient()
  await anna.must(antecedents.declareNoAllergy, { patientId })
  const items = [latex, diabetes].map(({ kind, fields }) => ({ itemId: crypto.randomUUID(), kind, fields }))
  const section = { sectionId: 'antecedent', keyword: 'Antécédent', text: 'Connu.', items }
  const content = { occurredAt: '2026-11-20T13:31:00.000Z', sections: [section] }
  const noteId = crypto.randomUUID()
  const { note } = await anna.must(notes.sign, { noteId, patientId, content })
  const fed = await anna.must(antecedents.read, { patientId })
  expect(fed.problems).toMatchObject([{ entryId: items[1]?.itemId, sourceNoteId: noteId, fields: diabetes.fields }])
  expect(fed.allergies).toMatchObject({ state: 'list', entries: [{ entryId: items[0]?.itemId }] })

  const without = { ...content, sections: [{ ...section, items: [] }] }
  const revised = await anna.must(notes.revise, { noteId, expectedVersion: note.version, content: without, reason: '' })
  expect(await anna.must(antecedents.read, { patientId })).toMatchObject({
    problems: [],
    allergies: { state: 'unknown' },
  })
  await anna.must(notes.revise, { noteId, expectedVersion: revised.note.version, content, reason: '' })
  const again = await anna.must(antecedents.read, { patientId })
  expect(again.problems).toMatchObject([{ entryId: items[1]?.itemId }])
  expect(again.allergies.state).toBe('list')
})

test('a line whose fields are not right keeps its note from being signed', async () => {
  const anna = world.as('anna')
  const patientId = await anna.createPatient()
  const items = [{ itemId: crypto.randomUUID(), kind: 'allergy' as const, fields: { substance: 'Latex' } }]
  const sections = [{ sectionId: 'allergie', keyword: 'Allergie', text: '', items }]
  const content = { occurredAt: '2026-11-20T13:31:00.000Z', sections }
  const refused = await anna.call(notes.sign, { noteId: crypto.randomUUID(), patientId, content })
  expect(refused).toMatchObject({ ok: false, problem: 'note.item-refused' })
  expect(await stateOf(anna, patientId)).toEqual({ state: 'unknown' })
})

test('an official file replaces the one before, a bad one changes nothing, and lines keep their codes', async () => {
  const anna = world.as('anna')
  const patientId = await anna.createPatient()
  await add(anna, patientId, { ...diabetes, fields: { ...diabetes.fields, code: 'E11.98' } })
  const file = 'E119|0|0|0|DT2|Diabète sucré de type 2, sans complication\nE1198|0|0|0|x|Autre diabète très particulier'
  const first = await anna.must(antecedents.importCodes, { text: file, edition: 'CIM-10 FR 2025' })
  expect(first).toMatchObject({ codes: 2, state: { imported: { edition: 'CIM-10 FR 2025', codes: 2 } } })
  const found = async (text: string) => (await anna.must(antecedents.searchCodes, { text, limit: 50 })).matches
  expect(await found('particulier diab')).toEqual([
    { code: 'E11.98', label: 'Autre diabète très particulier', source: 'imported' },
  ])
  expect(await found('e1198')).toHaveLength(1)
  // Signs of a pattern are only signs.
  expect(await found('% _')).toEqual([])

  const bad = await anna.call(antecedents.importCodes, { text: 'E119;x\nnon;y\n;z', edition: 'fausse' })
  expect(bad).toMatchObject({
    ok: false,
    problem: 'import.refused',
    data: {
      lines: [
        { line: 2, field: 'code' },
        { line: 3, field: 'code' },
      ],
    },
  })
  expect((await anna.must(antecedents.codeList, {})).imported).toMatchObject({ edition: 'CIM-10 FR 2025', codes: 2 })

  await anna.must(antecedents.importCodes, { text: 'A001;Choléra', edition: 'CIM-10 FR 2026' })
  expect((await anna.must(antecedents.codeList, {})).imported).toMatchObject({ edition: 'CIM-10 FR 2026', codes: 1 })
  expect(await found('particulier')).toEqual([])
  expect((await anna.must(antecedents.read, { patientId })).problems[0]?.fields.code).toBe('E11.98')
  expect(await world.as('lise').call(antecedents.importCodes, { text: 'A001;x', edition: 'x' })).toMatchObject({
    problem: 'forbidden',
  })
})
