import { formatDate } from '#app/features/patients/rules/dates.ts'
import { formatNir } from '#app/features/patients/rules/matricule.ts'
import type { VitalePrefill } from '#app/features/vitale/model.ts'
import { type CivilStatusValues, emptyValues } from '../civil-status/values.ts'

/** The form of a new record with what a Vitale card says. */
export function valuesOfCard(card: VitalePrefill): CivilStatusValues {
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
