import { contract } from '#app/contract.ts'
import { nirKey } from '#app/kernel/nir.ts'
import type { Rights } from '#main/protocols/rights/adri-answer.ts'
import { readAdriAnswer } from '#main/protocols/rights/adri-answer.ts'
import { nirOid, type Persona } from '#test/simulators/insi/personas.ts'
import { rightsContent, type RightsTrait } from '#test/simulators/insi/rights.ts'
import type { World, WorldSeat } from './open-world.ts'

/** Rows that tests read. */
export type { RightsAnswerTable } from '#core/features/rights/tables.ts'

/** Marie DURAND as the simulated service knows her. */
export const durandAtService: Persona = {
  birthName: 'DURAND',
  firstNames: 'MARIE',
  sex: 'F',
  birthDate: '1977-07-14',
  birthPlace: '33063',
  number: '2770733063021',
  key: nirKey('2770733063021'),
  oid: nirOid,
}

/** What the simulated service answers about somebody, read as the program reads it. */
export function rightsTold(on: string, traits: readonly RightsTrait[], person: Persona = durandAtService): Rights {
  const content = rightsContent(person, on, traits)
  const xml = `<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Body>${content}</e:Body></e:Envelope>`
  const answer = readAdriAnswer(200, new TextEncoder().encode(xml))
  if (answer.kind !== 'rights') throw new Error(answer.kind)
  return answer.rights
}

/** Keeps an answer about a record, beside the core, as a call writes it. */
export async function rightsWere(
  world: World,
  patientId: string,
  traits: readonly RightsTrait[],
  at = world.clock.now(),
): Promise<string> {
  const rightsId = crypto.randomUUID()
  await world.onTheDisk((database) => {
    database
      .prepare(
        `insert into rights_answer (rights_answer_id, patient_id, received_at, asked_by, asked_by_name, reason, asked_on,
          content) values (?, ?, ?, ?, 'Dr Anna', 'asked', ?, ?)`,
      )
      .run(
        rightsId,
        patientId,
        at,
        crypto.randomUUID(),
        at.slice(0, 10),
        JSON.stringify(rightsTold(at.slice(0, 10), traits)),
      )
  })
  return rightsId
}

/** Somebody tells their billing number: nothing but who signs is left to find. */
export async function tellsClaims(seat: WorldSeat): Promise<void> {
  const { version } = await seat.must(contract.teleservices.ownClaims, {})
  const claims = { billingNumber: '991234567', amoSpecialty: '01', sector: 'SA07' }
  await seat.must(contract.teleservices.updateOwnClaims, { claims, expectedVersion: version })
}
