import { contract } from '#app/contract.ts'
import { type Example, example } from './example.ts'
import type { ExampleWorld } from './example-subjects.ts'

const { antecedents, vaccinations, memos } = contract

const somebody = async (world: ExampleWorld) => world.as('anna').createPatient()

const asthma = {
  kind: 'problem',
  fields: {
    label: 'Asthme',
    code: 'J45.9',
    nature: 'medical',
    state: 'active',
    onset: null,
    end: null,
    ald: null,
    comment: '',
  },
} as const

async function newProblem(world: ExampleWorld) {
  const patientId = await somebody(world)
  const added = { patientId, entryId: null, expectedVersion: null, entry: asthma }
  const { entryId } = await world.as('anna').must(antecedents.save, added)
  return { patientId, kind: 'problem', entryId, expectedVersion: 1 } as const
}

const repevax = {
  valences: ['tetanus'],
  vaccine: 'Repevax',
  rank: '',
  givenOn: '2024-03-12',
  lot: 'A123',
  site: null,
  route: null,
  givenBy: '',
  declared: false,
  comment: '',
} as const

async function newVaccination(world: ExampleWorld) {
  const patientId = await somebody(world)
  const added = { patientId, vaccinationId: null, expectedVersion: null, fields: { ...repevax, valences: [] } }
  const { vaccinationId } = await world.as('anna').must(vaccinations.save, added)
  return { patientId, vaccinationId, expectedVersion: 1 }
}

const words = { text: 'Clé chez la voisine', personal: false, pinned: false }

async function newMemo(world: ExampleWorld) {
  const patientId = await somebody(world)
  const { memoId } = await world
    .as('anna')
    .must(memos.save, { patientId, memoId: null, expectedVersion: null, fields: words })
  return { patientId, memoId, expectedVersion: 1 }
}

/** A call that succeeds, for every operation of `antecedents`, `vaccinations` and `memos`. */
export const antecedentExamples: readonly Example[] = [
  example(antecedents.read)(async (world) => ({ input: { patientId: await somebody(world) } })),
  example(antecedents.allergies)(async (world) => ({ input: { patientId: await somebody(world) } })),
  example(antecedents.save)(async (world) => ({
    input: { patientId: await somebody(world), entryId: null, expectedVersion: null, entry: asthma },
  })),
  example(antecedents.remove)(async (world) => ({ input: await newProblem(world) })),
  example(antecedents.restore)(async (world) => {
    const removed = await newProblem(world)
    const { version } = await world.as('anna').must(antecedents.remove, removed)
    return { input: { ...removed, expectedVersion: version } }
  }),
  example(antecedents.declareNoAllergy)(async (world) => ({ input: { patientId: await somebody(world) } })),
  example(antecedents.withdrawNoAllergy)(async (world) => {
    const patientId = await somebody(world)
    await world.as('anna').must(antecedents.declareNoAllergy, { patientId })
    return { input: { patientId } }
  }),
  example(antecedents.searchCodes)(async () => ({ input: { text: 'diab', limit: 5 } })),
  example(antecedents.codeList)(async () => ({ input: {} })),
  example(antecedents.importCodes)(async () => ({ input: { text: 'E119;Diabète de type 2', edition: 'CIM-10 2025' } })),

  example(vaccinations.list)(async (world) => ({ input: { patientId: await somebody(world) } })),
  example(vaccinations.get)(async (world) => {
    const { patientId, vaccinationId } = await newVaccination(world)
    return { input: { patientId, vaccinationId } }
  }),
  example(vaccinations.save)(async (world) => ({
    input: {
      patientId: await somebody(world),
      vaccinationId: null,
      expectedVersion: null,
      fields: { ...repevax, valences: [...repevax.valences] },
    },
  })),
  example(vaccinations.remove)(async (world) => ({ input: await newVaccination(world) })),
  example(vaccinations.restore)(async (world) => {
    const removed = await newVaccination(world)
    const { version } = await world.as('anna').must(vaccinations.remove, removed)
    return { input: { ...removed, expectedVersion: version } }
  }),

  example(memos.list)(async (world) => ({ input: { patientId: await somebody(world) } })),
  example(memos.save)(async (world) => ({
    input: { patientId: await somebody(world), memoId: null, expectedVersion: null, fields: words },
  })),
  example(memos.remove)(async (world) => ({ input: await newMemo(world) })),
  example(memos.restore)(async (world) => {
    const removed = await newMemo(world)
    const { version } = await world.as('anna').must(memos.remove, removed)
    return { input: { ...removed, expectedVersion: version } }
  }),
]
