import { contract } from '#app/contract.ts'
import { answerWaits } from '#test/world/identities.ts'
import { type Example, example, nothing } from './example.ts'
import type { ExampleWorld } from './example-subjects.ts'

const { identity } = contract

/** A record of Anna’s, as she sees it. */
async function ofAnna(world: ExampleWorld) {
  const patientId = await world.as('anna').createPatient()
  return { patientId, expectedVersion: 1 }
}

/** A call that succeeds, for every operation about identities. */
export const identityExamples: readonly Example[] = [
  example(identity.read)(async (world) => ({ input: { patientId: await world.as('anna').createPatient() } })),
  example(identity.decide)(async (world) => {
    const record = await ofAnna(world)
    const exchangeId = await answerWaits(world, record.patientId)
    const document = { documentKind: 'CN', companionKind: null } as const
    return { input: { ...record, exchangeId, accepted: [], document } }
  }),
  example(identity.checkDocument)(async (world) => ({
    input: { ...(await ofAnna(world)), documentKind: 'PA', companionKind: null },
  })),
  example(identity.mark)(async (world) => ({
    input: { ...(await ofAnna(world)), attribute: 'doubtful', set: true, note: 'Carte d’une autre personne' },
  })),
  example(identity.reverse)(async (world) => {
    const record = await ofAnna(world)
    const checked = await world
      .as('anna')
      .must(identity.checkDocument, { ...record, documentKind: 'PA', companionKind: null })
    const proofId = checked.identity.identity.document?.proofId ?? ''
    return { input: { ...record, expectedVersion: 2, proofId, to: 'withdrawn', note: 'Erreur de dossier' } }
  }),
  example(identity.workList)(async () => ({ input: { reason: null, offset: 0, limit: 50 } })),
  example(identity.readMark)(async () => ({
    input: {
      text: `IS01${'0'.repeat(22)}S1297022A02077878S21.2.250.1.213.1.4.8\u001DS3DOMINIQUE\u001DS4ADRTROIS\u001DS5FS626-02-1997`,
    },
  })),
  example(identity.settings)(nothing),
  example(identity.updateSettings)(async (world) => {
    const { version } = await world.as('admin').must(identity.settings, {})
    return { input: { settings: { documentKinds: ['CN', 'PA'] }, expectedVersion: version } }
  }),
]
