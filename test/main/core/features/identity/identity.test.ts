import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contract } from '#app/contract.ts'
import type { InsiAnswer, StrictTrait, StrictTraits } from '#app/features/identity/model.ts'
import { answerWaits, sameAnswer, someNumber } from '#test/world/identities.ts'
import { openWorld, personFields, signedIn, testPassword, type World, type WorldSeat } from '#test/world/open-world.ts'

const { identity, patients } = contract
const card = { documentKind: 'CN', companionKind: null } as const
const noteOfNobody = 'Pièce au nom de PERSONNE-INVENTÉE'

let world: World<'anna' | 'sophie' | 'lecteur'>
let anna: WorldSeat
let sophie: WorldSeat

beforeAll(async () => {
  world = await openWorld({ people: { anna: 'practitioner', sophie: 'secretary', lecteur: 'read-only' } })
  anna = world.as('anna')
  sophie = world.as('sophie')
})
afterAll(() => world[Symbol.asyncDispose]())

const statusIn = async (patientId: string) => (await anna.must(patients.read, { patientId })).record.insStatus

/** A record with an answer of INSi that waits. */
async function asked(answer?: (traits: StrictTraits) => InsiAnswer) {
  const patientId = await anna.createPatient()
  const exchangeId = await answerWaits(world, patientId, answer)
  return { patientId, exchangeId }
}

const decided = (accepted: readonly StrictTrait[], document: typeof card | null = null) => ({
  expectedVersion: 1,
  accepted: [...accepted],
  document,
})

describe('an answer of INSi', () => {
  test('waits, changes nothing, then with the document ticked qualifies in one decision, said to the other seats', async () => {
    const { patientId, exchangeId } = await asked()
    const waiting = (await sophie.must(identity.read, { patientId })).identity
    expect(waiting.pending).toMatchObject({ exchangeId, channel: 'INSI', answer: { number: someNumber } })
    expect(waiting.lastCall).toMatchObject({ exchangeId, operation: 'traits', outcome: '00', tookMs: 420 })
    expect(await statusIn(patientId)).toBe('provisional')

    // A secretary may: EXI SI 10 asks for somebody entitled, not for a physician.
    const done = await sophie.must(identity.decide, { patientId, exchangeId, ...decided([], card) })
    expect(done.identity).toMatchObject({ version: 2, pending: null, matricule: { number: someNumber, nature: 'NIR' } })
    expect(done.identity.identity.document).toMatchObject({ documentKind: 'CN', act: { userId: sophie.userId } })
    const { record } = await anna.must(patients.read, { patientId })
    expect(record).toMatchObject({ insStatus: 'qualified', ins: someNumber, version: 2 })
    const page = await anna.must(patients.advancedSearch, { ins: someNumber.matricule })
    expect(page.rows.map((row) => row.patientId)).toContain(patientId)

    const line = (await world.auditOf(patientId)).find(({ act }) => act === 'identity.decide')
    expect(JSON.parse(line?.details ?? '{}')).toMatchObject({
      identity: 'provisional > qualified',
      steps: [
        { what: 'proof-added', rule: 'RNIV 1 v2.0, EXI REC 07 et REC 08' },
        { what: 'proof-added', rule: 'RNIV 1 v2.0, EXI SI 10, SI 23 et ID 19' },
      ],
    })
    // Decided once: by whoever comes first.
    const again = await anna.call(identity.decide, { patientId, exchangeId, ...decided([]), expectedVersion: 2 })
    expect(again).toMatchObject({ ok: false, problem: 'identity.answer-decided' })
  })

  test('gives its traits one by one: those accepted are written, and an answer kept in part is « INS KO »', async () => {
    const differs = (traits: StrictTraits) => {
      const same = sameAnswer(traits)
      return { ...same, traits: { ...same.traits, birthName: 'DURAND MARTIN', birthDate: '1977-07-15' } }
    }
    const { patientId, exchangeId } = await asked(differs)
    const partly = await anna.must(identity.decide, { patientId, exchangeId, ...decided(['birthName']) })
    expect(partly.identity.identity).toMatchObject({ ins: null, ko: { reason: 'traits-declined' } })
    expect(partly.identity.matricule).toBeNull()
    const { record } = await anna.must(patients.read, { patientId })
    expect(record.fields).toMatchObject({ birthName: 'DURAND MARTIN', birthDate: '1977-07-14', usedName: 'Durand' })
    expect(record).toMatchObject({ insStatus: 'provisional', insKo: true, ins: null })

    const other = await asked(differs)
    const whole = { ...decided(['birthName', 'birthDate']), patientId: other.patientId, exchangeId: other.exchangeId }
    const taken = await anna.must(identity.decide, whole)
    expect(taken.identity.identity.ins?.answer.traits.birthName).toBe('DURAND MARTIN')
    expect(await statusIn(other.patientId)).toBe('retrieved')
    expect((await anna.must(patients.read, { patientId: other.patientId })).record.fields.birthDate).toBe('1977-07-15')
  })

  test('is all or nothing with its document: a kind the cabinet does not take leaves everything as it was', async () => {
    const { patientId, exchangeId } = await asked()
    const document = { documentKind: 'TC', companionKind: null } as const
    const refused = await anna.call(identity.decide, {
      patientId,
      exchangeId,
      expectedVersion: 1,
      accepted: [],
      document,
    })
    expect(refused).toMatchObject({
      ok: false,
      problem: 'identity.refused',
      data: { refusal: 'identity.document-not-accepted' },
    })
    const { identity: after } = await anna.must(identity.read, { patientId })
    expect(after).toMatchObject({ version: 1, pending: { exchangeId }, identity: { ins: null, document: null } })
  })

  test('of another record, or for a record changed since, decides nothing', async () => {
    const { patientId, exchangeId } = await asked()
    const other = await anna.createPatient()
    expect(await anna.call(identity.decide, { patientId: other, exchangeId, ...decided([]) })).toMatchObject({
      problem: 'not-found',
    })
    await anna.must(identity.checkDocument, { patientId, expectedVersion: 1, ...card })
    expect(await anna.call(identity.decide, { patientId, exchangeId, ...decided([]) })).toMatchObject({
      problem: 'edit.conflict',
      data: { currentVersion: 2 },
    })
  })
})

describe('who may', () => {
  test('a secretary with the right qualifies; one without it, and one who only reads, change nothing', async () => {
    const { patientId, exchangeId } = await asked()
    const permissions = ['patient.read', 'patient.create', 'patient.edit'] as const
    const { role } = await world.as('admin').must(contract.roles.create, {
      fields: { name: 'Accueil', description: '', base: 'secretary', permissions: [...permissions] },
    })
    const { person } = await world.as('admin').must(contract.people.create, {
      fields: personFields('Accueil', { roleKey: role.role }),
      password: testPassword,
    })
    const desk = await signedIn(world.core, world.cabinetId, person, 'accueil')
    for (const seat of [world.as('lecteur'), desk]) {
      const replies = [
        await seat.call(identity.decide, { patientId, exchangeId, ...decided([]) }),
        await seat.call(identity.checkDocument, { patientId, expectedVersion: 1, ...card }),
        await seat.call(identity.mark, { patientId, expectedVersion: 1, attribute: 'doubtful', set: true, note: '' }),
      ]
      for (const reply of replies) expect(reply).toMatchObject({ ok: false, problem: 'forbidden' })
      expect((await seat.must(identity.read, { patientId })).identity).toMatchObject({
        version: 1,
        pending: { exchangeId },
      })
    }
    await sophie.must(identity.decide, { patientId, exchangeId, ...decided([], card) })
    expect(await statusIn(patientId)).toBe('qualified')
  })
})

describe('proofs', () => {
  test('fall with the trait they attest, stay in the history without their matricule, and come back with it', async () => {
    const { patientId, exchangeId } = await asked()
    await anna.must(identity.decide, { patientId, exchangeId, ...decided([], card) })
    const { record } = await anna.must(patients.read, { patientId })
    const { fields } = record
    const edit = (change: Partial<typeof fields>, expectedVersion: number) =>
      anna.must(patients.update, { patientId, expectedVersion, fields: { ...fields, ...change }, tagIds: [] })
    // Neither an accent nor a telephone is a change of identity.
    expect((await edit({ birthName: 'Duränd', mobile: '06 00 00 00 00' }, 2)).record.insStatus).toBe('qualified')
    const fallen = await edit({ sex: 'M' }, 3)
    expect(fallen.record).toMatchObject({ insStatus: 'provisional', ins: null })
    const after = (await anna.must(identity.read, { patientId })).identity
    expect(after.matricule).toBeNull()
    expect(after.identity.capture).toMatchObject({ channel: 'SM', act: { userId: anna.userId } })
    expect(after.history.map(({ kind, because, restorable }) => [kind, because, restorable])).toEqual([
      ['document', 'traits-changed', false],
      ['ins', 'traits-changed', false],
    ])
    expect(JSON.stringify(after.history)).not.toContain(someNumber.matricule)
    const line = (await world.auditOf(patientId)).findLast(({ act }) => act === 'patient.update')
    expect(JSON.parse(line?.details ?? '{}')).toMatchObject({
      identity: 'qualified > provisional',
      strictTraits: ['sex'],
      steps: [{ what: 'traits-taken' }, { what: 'proof-withdrawn' }, { what: 'proof-withdrawn' }],
    })

    await edit({ sex: 'F' }, 4)
    const ins = (await anna.must(identity.read, { patientId })).identity.history.find(({ kind }) => kind === 'ins')
    expect(ins?.restorable).toBe(true)
    const back = await anna.must(identity.reverse, {
      patientId,
      expectedVersion: 5,
      proofId: ins?.proofId ?? '',
      to: 'standing',
      note: '',
    })
    expect(back.identity.identity.ins?.answer.number).toEqual(someNumber)
    expect(await statusIn(patientId)).toBe('retrieved')
  })

  test('given by mistake are taken away with a word, and a doubt takes both for as long as INSi is not asked again', async () => {
    const { patientId, exchangeId } = await asked()
    const { identity: first } = await anna.must(identity.decide, { patientId, exchangeId, ...decided([], card) })
    const proofId = first.identity.document?.proofId ?? ''
    const note = noteOfNobody
    const taken = await anna.must(identity.reverse, { patientId, expectedVersion: 2, proofId, to: 'withdrawn', note })
    expect(taken.identity.history).toMatchObject([{ proofId, because: 'by-person', note, restorable: true }])
    expect(await statusIn(patientId)).toBe('retrieved')

    const mark = { patientId, attribute: 'doubtful', note } as const
    const doubtful = await anna.must(identity.mark, { ...mark, expectedVersion: 3, set: true })
    expect(doubtful.identity.identity).toMatchObject({ ins: null, document: null, attributes: ['doubtful'] })
    expect(doubtful.identity.markings).toMatchObject([{ attribute: 'doubtful', set: true, note }])
    expect(await anna.call(identity.checkDocument, { patientId, expectedVersion: 4, ...card })).toMatchObject({
      problem: 'identity.refused',
      data: { refusal: 'identity.doubtful' },
    })
    const lifted = await anna.must(identity.mark, { ...mark, note: '', expectedVersion: 4, set: false })
    expect(lifted.identity.markings.map(({ set }) => set)).toEqual([false, true])
    expect(lifted.identity.history.map(({ kind, restorable }) => [kind, restorable])).toEqual([
      ['ins', false],
      ['document', true],
    ])
    // Neither a trait, nor a matricule, nor what somebody wrote of a person is in the journal.
    const said = (await world.auditOf(patientId)).map(({ details }) => details).join('\n')
    for (const secret of ['Durand', 'DURAND', someNumber.matricule, 'INVENTÉE']) expect(said).not.toContain(secret)
  })
})

describe('the documents a cabinet accepts', () => {
  test('are its own list, which the next decision follows; the Application carte Vitale is never one', async () => {
    const { settings, version } = await anna.must(identity.settings, {})
    expect(settings.documentKinds).toEqual(['CN', 'PA', 'CS', 'eCN', 'IN', 'AN', 'LEP', 'CC'])
    const { version: next } = await world.as('admin').must(identity.updateSettings, {
      settings: { documentKinds: ['PA', 'TC'] },
      expectedVersion: version,
    })
    const patientId = await anna.createPatient()
    const { identity: view } = await anna.must(identity.read, { patientId })
    expect(view.house).toEqual({ production: true, documentKinds: ['PA', 'TC'] })
    expect(await anna.call(identity.checkDocument, { patientId, expectedVersion: 1, ...card })).toMatchObject({
      data: { refusal: 'identity.document-not-accepted' },
    })
    for (const kinds of [[], ['CN', 'CN'], ['AV']])
      expect(
        await world
          .as('admin')
          .call(identity.updateSettings, { settings: { documentKinds: kinds as 'CN'[] }, expectedVersion: next }),
      ).toMatchObject({ ok: false, problem: 'invalid-input' })
    expect(
      await world
        .as('admin')
        .call(identity.updateSettings, { settings: { documentKinds: ['CN'] }, expectedVersion: version }),
    ).toMatchObject({ problem: 'edit.conflict' })
    await world.as('admin').must(identity.updateSettings, { settings, expectedVersion: next })
  })
})

describe('how traits came in', () => {
  test('is typed for a new record, and the card when it was read', async () => {
    const typed = await anna.createPatient()
    expect((await sophie.must(identity.read, { patientId: typed })).identity.identity.capture).toMatchObject({
      channel: 'SM',
      act: { userId: anna.userId },
    })
    const { record } = await anna.must(patients.read, { patientId: typed })
    const fields = { ...record.fields, birthName: 'Carte', usedName: '' }
    const read = await anna.must(patients.create, { fields, tagIds: [], capture: 'vitale-card' })
    const patientId = read.record.patientId
    expect((await sophie.must(identity.read, { patientId })).identity.identity.capture.channel).toBe('CV')
    // Somebody who changes the telephone has not typed the identity.
    await sophie.must(patients.update, {
      patientId: typed,
      expectedVersion: 1,
      fields: { ...record.fields, mobile: '06 11 11 11 11' },
      tagIds: [],
    })
    expect((await sophie.must(identity.read, { patientId: typed })).identity.identity.capture.act.userId).toBe(
      anna.userId,
    )
  })
})
