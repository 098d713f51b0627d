import { asAnswered } from '#app/features/identity/rules/comparison.ts'
import type { Act, IdentityEvent, InsiAnswer, InsNumber, StrictTraits } from '#app/features/identity/model.ts'
import { applyAll, type IdentityWriter, strictTraitsOf } from '#core/features/identity/index.ts'
import type { PatientRow } from '#core/features/patients/index.ts'
import type { WriteDb } from '#core/kernel/tables.ts'
import { isProblem } from '#core/kernel/work.ts'
import type { World } from './open-world.ts'

/** The number of the national example « Berthe DUBOIS ». */
export const someNumber: InsNumber = { matricule: '2581133514987', key: '15', oid: '1.2.250.1.213.1.4.8' }

/** INSi answering exactly what is held. */
export function sameAnswer(traits: StrictTraits, number = someNumber): InsiAnswer {
  return { number, history: [], traits: asAnswered(traits) }
}

/** What happens to an identity when INSi answers what is held and every trait of it is accepted. */
export function answerAccepted(traits: StrictTraits, act: Act, number = someNumber): IdentityEvent {
  return {
    kind: 'answer-accepted',
    proofId: crypto.randomUUID(),
    answer: sameAnswer(traits, number),
    accepted: [],
    channel: 'INSI',
    exchangeId: crypto.randomUUID(),
    act,
  }
}

/** What happens to an identity when a national identity card is looked at. */
export function cardChecked(act: Act): IdentityEvent {
  return { kind: 'document-checked', proofId: crypto.randomUUID(), documentKind: 'CN', companionKind: null, act }
}

/** Gives a record both proofs, as the program itself writes them. */
export async function qualify(
  db: WriteDb,
  row: PatientRow,
  writer: IdentityWriter,
  number = someNumber,
): Promise<PatientRow> {
  const act = { at: writer.at, userId: writer.userId, by: writer.displayName }
  const events = [answerAccepted(strictTraitsOf(row), act, number), cardChecked(act)]
  const change = await applyAll(db, row.patient_id, null, events, writer)
  if (isProblem(change)) throw new Error(change.problem)
  return change.row
}

/** An answer of INSi for a record that nobody decided on, written beside the core as a call writes it. */
export function answerWaits(
  world: Pick<World, 'onTheDisk' | 'clock'>,
  patientId: string,
  answer: (traits: StrictTraits) => InsiAnswer = sameAnswer,
): Promise<string> {
  const exchangeId = crypto.randomUUID()
  const now = world.clock.now()
  return world.onTheDisk((database) => {
    const row = database.prepare('select * from patient where patient_id = ?').get(patientId) as PatientRow | undefined
    if (row === undefined) throw new Error('nobody is asked about')
    database
      .prepare(
        `insert into teleservice_exchange (exchange_id, service, operation, patient_id, mode, message_id, asked_at,
          asked_by_name, ended_at, took_ms, outcome, answer)
          values (?, 'insi', 'traits', ?, 'card', ?, ?, 'Dr Anna', ?, 420, '00', ?)`,
      )
      .run(exchangeId, patientId, exchangeId, now, now, JSON.stringify(answer(strictTraitsOf(row))))
    return exchangeId
  })
}
