import type { StrictTraits } from '#app/features/identity/model.ts'
import { formatDate } from '#app/features/patients/rules/dates.ts'
import { formatNir } from '#app/features/patients/rules/matricule.ts'
import type { VitalePrefill } from '#app/features/vitale/model.ts'
import { type CivilStatusValues, emptyValues } from '../civil-status/values.ts'

/** What was read of the person to create, by where it was read. A matricule is not of it: INSi is asked for it. */
export type NewPatientPrefill =
  | { readonly from: 'vitale-card'; readonly card: VitalePrefill }
  | { readonly from: 'data-matrix'; readonly traits: StrictTraits; readonly birthPlaceName: string }

/** The form of a new record with what was read. */
export function valuesOf(prefill: NewPatientPrefill): CivilStatusValues {
  return prefill.from === 'vitale-card' ? valuesOfCard(prefill.card) : valuesOfMark(prefill)
}

function valuesOfCard(card: VitalePrefill): CivilStatusValues {
  const { birthName, usedName, firstName, addressLine, addressComplement, postalCode, town, regime } = card
  return {
    ...emptyValues,
    birthName,
    usedName,
    firstBirthFirstName: firstName,
    birthFirstNames: firstName === '' ? [] : [firstName],
    sex: card.sex ?? '',
    birthDate: card.birthDate === null ? '' : formatDate(card.birthDate),
    birthPlace: { code: card.birthPlaceCode, name: card.birthPlaceName },
    addressLine,
    addressComplement,
    postalCode,
    town,
    insuredNir: card.insuredNir === '' ? '' : formatNir(card.insuredNir),
    birthRank: card.birthRank === null ? '' : String(card.birthRank),
    regime,
  }
}

function valuesOfMark({
  traits,
  birthPlaceName,
}: Extract<NewPatientPrefill, { from: 'data-matrix' }>): CivilStatusValues {
  const { birthName, birthFirstNames, firstBirthFirstName, sex, birthDate, birthPlaceCode } = traits
  return {
    ...emptyValues,
    birthName,
    firstBirthFirstName,
    birthFirstNames: [...birthFirstNames],
    sex,
    birthDate: formatDate(birthDate),
    // Codes of communes change: one that no list knows is left to the person.
    birthPlace: birthPlaceName === '' ? emptyValues.birthPlace : { code: birthPlaceCode, name: birthPlaceName },
  }
}
