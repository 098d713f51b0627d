import { contract } from '#app/contract.ts'
import { personFields, testPassword } from '#test/world/open-world.ts'
import { type Example, example, nothing } from './example.ts'
import type { ExampleWorld } from './example-subjects.ts'

const { people, psc } = contract

const proxySettings = {
  proxyUrl: 'https://proxy.editeur.example/esante',
  clientId: 'cabinet-ouvert',
  identityPath: '/send/userinfo',
}
const rpps = '99700218896'

/** A cabinet whose proxy is set, and where somebody has an RPPS. */
async function withProxy(world: ExampleWorld): Promise<void> {
  const admin = world.as('admin')
  const { settings, version } = await admin.must(psc.settings, {})
  if (settings.proxyUrl !== '') return
  await admin.must(psc.updateSettings, { settings: proxySettings, expectedVersion: version })
  await admin.must(people.create, {
    fields: personFields('Connectée', { roleKey: 'practitioner', rpps }),
    password: testPassword,
  })
}

/** A try at a seat where nobody is signed in. */
async function begun(world: ExampleWorld) {
  await withProxy(world)
  const seat = world.stranger()
  const attempt = await seat.call(psc.begin, { cabinetId: world.cabinetId, who: { rpps }, channel: 'MOBILE' })
  if (!attempt.ok) throw new Error(attempt.problem)
  return { seat, input: { attemptId: attempt.value.attemptId } }
}

/** A call that succeeds, for every operation about Pro Santé Connect. */
export const pscExamples: readonly Example[] = [
  example(psc.describe)(nothing),
  example(psc.begin)(
    async (world) => {
      await withProxy(world)
      return { input: { cabinetId: world.cabinetId, who: { rpps }, channel: 'CARD' } }
    },
    { ownWorld: true },
  ),
  example(psc.progress)(begun, { ownWorld: true }),
  example(psc.enter)(
    async (world) => {
      const { seat, input } = await begun(world)
      await seat.call(psc.progress, input)
      return { seat, input: { ...input, activity: null } }
    },
    { ownWorld: true },
  ),
  example(psc.cancel)(async () => ({ input: { attemptId: 'nobody' } })),
  example(psc.settings)(nothing),
  example(psc.updateSettings)(async (world) => {
    const { version } = await world.as('admin').must(psc.settings, {})
    return { input: { settings: proxySettings, expectedVersion: version } }
  }),
  example(psc.trainingRequests)(nothing),
  example(psc.answerTraining)(async () => ({ input: { requestId: 'nothing', approve: true } })),
]
