import { contract } from '#app/contract.ts'
import { nirKey } from '#app/kernel/nir.ts'
import type { InsNumber } from '#app/features/identity/model.ts'
import { answerWaits, sameAnswer } from './identities.ts'
import type { World } from './open-world.ts'

/**
 * The number INSi gave for the usual patient (a woman of July 1977, of Bordeaux), `order` among those born there then. The
 * simulated service confirms it, unless `isWrong`: that one is of somebody born in August.
 */
export function insOf(order: number, isWrong = false): InsNumber {
  const matricule = `2770${isWrong ? 8 : 7}33063${String(order).padStart(3, '0')}`
  return { matricule, key: nirKey(matricule), oid: '1.2.250.1.213.1.4.8' }
}

/** A record whose INS was retrieved from INSi and accepted by Dr Dora, so long ago that it is due: in 2020. */
export async function withIns(world: World, order: number, isWrong = false): Promise<string> {
  const doctor = world.as('doctor')
  const patientId = await doctor.createPatient()
  const exchangeId = await answerWaits(world, patientId, (traits) => sameAnswer(traits, insOf(order, isWrong)))
  const decided = { patientId, expectedVersion: 1, exchangeId, accepted: [], document: null }
  await doctor.must(contract.identity.decide, decided)
  await world.onTheDisk((database) => {
    database
      .prepare(`update identity_proof set content = json_set(content, '$.act.at', ?) where patient_id = ?`)
      .run('2020-03-01T09:00:00.000Z', patientId)
  })
  return patientId
}
