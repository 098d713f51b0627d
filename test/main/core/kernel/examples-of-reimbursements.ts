import { contract } from '#app/contract.ts'
import { readyToCall } from '#test/world/teleservices.ts'
import { durandFamily, insertVitale, vitaleCardOf } from '#test/world/vitale.ts'
import { type Example, example } from './example.ts'
import type { ExampleWorld } from './example-subjects.ts'

const { reimbursements, teleservices, vitale } = contract

async function anyRecord(world: ExampleWorld) {
  return { input: { patientId: await world.as('anna').createPatient() } }
}

/** A call that succeeds, for every operation about reimbursements. */
export const reimbursementExamples: readonly Example[] = [
  example(reimbursements.ask)(
    async (world) => {
      await readyToCall(world)
      const seat = world.as('doctor')
      const { version } = await seat.must(teleservices.ownClaims, {})
      const claims = { billingNumber: '331012349', amoSpecialty: '01', sector: 'SA07' }
      await seat.must(teleservices.updateOwnClaims, { claims, expectedVersion: version })
      const [marie] = durandFamily
      if (marie === undefined) throw new Error('a family has a mother')
      const patientId = await seat.createPatient({
        birthName: 'DURAND',
        birthFirstNames: ['Marie'],
        firstBirthFirstName: 'Marie',
        sex: 'F',
        birthDate: '1977-07-14',
      })
      await insertVitale(seat, () => vitaleCardOf([marie]))
      const { reading } = await seat.must(vitale.read, { reader: null })
      return { seat, input: { patientId, readingId: reading.readingId, index: 0 } }
    },
    // It goes on as a work, whose end is another line.
    { ownWorld: true, alongside: 'service.teleservices' },
  ),
  example(reimbursements.read)(anyRecord),
  example(reimbursements.forget)(anyRecord),
]
