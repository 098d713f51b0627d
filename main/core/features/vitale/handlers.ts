import type { VitaleBeneficiary } from '#app/devices/workstation.ts'
import { compareWithVitale, forgetVitale, prefillFromVitale, readVitale } from '#app/features/vitale/contract.ts'
import type { ReadBeneficiary } from '#app/features/vitale/model.ts'
import { birthDatesOf, birthPlaceOf, differencesOf, prefillOf } from '#app/features/vitale/rules.ts'
import { problem } from '#app/kernel/problem.ts'
import { findRow, toFields } from '#core/features/patients/index.ts'
import { findPlaceName } from '#core/features/places/index.ts'
import { handle } from '#core/kernel/handle.ts'
import type { ReadDb } from '#core/kernel/tables.ts'
import type { Work } from '#core/kernel/work.ts'
import { findMatches } from './matches.ts'

const read = handle(readVitale, async ({ reader }, work) => {
  const answer = await work.devices.readVitaleCard({ reader })
  if (!answer.ok) return problem('device.refused', { because: answer.problem, triesLeft: null })
  const card = answer.value
  if (isTraining(work) && !card.demonstration) return problem('vitale.real-card', {})
  const readingId = work.readings.keep(card)
  const today = work.today()
  const beneficiaries = await work.read((db) =>
    Promise.all(card.beneficiaries.map((person, index) => shown(db, person, index, today))),
  )
  const patientIds = beneficiaries.flatMap(({ matches }) => matches.map(({ patient }) => patient.patientId))
  // Nothing of the card itself: neither number nor name.
  work.journal({ details: { source: card.source, beneficiaries: beneficiaries.length, records: patientIds.length } })
  return { reading: { readingId, source: card.source, demonstration: card.demonstration, beneficiaries } }
})

async function shown(db: ReadDb, person: VitaleBeneficiary, index: number, today: string): Promise<ReadBeneficiary> {
  return {
    index,
    birthName: person.birthName ?? '',
    usedName: person.usedName ?? '',
    firstName: person.firstName ?? '',
    birthDate: person.birthDate,
    possibleBirthDates: person.birthDate === null ? [...birthDatesOf(person, today)] : [],
    birthRank: person.birthRank,
    insured: person.quality === null ? null : person.quality === 0,
    matches: await findMatches(db, person, today),
  }
}

const prefill = handle(prefillFromVitale, async ({ readingId, index, birthDate }, work) => {
  const card = work.readings.find(readingId)
  const person = card?.beneficiaries[index]
  if (card === null || person === undefined) return problem('vitale.reading-over', {})
  if (card.demonstration && !isTraining(work)) return problem('vitale.demonstration-card', {})
  const possible = birthDatesOf(person, work.today())
  if (birthDate !== undefined && !possible.includes(birthDate)) {
    return problem('invalid-input', { fields: [{ path: 'birthDate', code: 'not-on-card' }] })
  }
  const code = birthPlaceOf(person)
  const name = code === null ? '' : await findPlaceName(code)
  // Codes of communes change: one that no list knows is left to the person.
  const place = code === null || name === '' ? null : { code, name }
  return { prefill: prefillOf(person, birthDate ?? person.birthDate, place) }
})

const compare = handle(compareWithVitale, async ({ readingId, index, patientId }, work) => {
  const person = work.readings.find(readingId)?.beneficiaries[index]
  if (person === undefined) return problem('vitale.reading-over', {})
  const row = await work.read((db) => findRow(db, patientId))
  return row === null ? problem('not-found', {}) : { differences: differencesOf(person, toFields(row), work.today()) }
})

const forget = handle(forgetVitale, async (_input, work) => {
  work.readings.forget()
  return { forgotten: true as const }
})

function isTraining(work: Work): boolean {
  return work.vault.open()?.profile === 'training'
}

/** What answers about Vitale cards. */
export const vitaleHandlers = [read, prefill, compare, forget]
