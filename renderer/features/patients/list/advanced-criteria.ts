import type { CivilDate } from '#app/kernel/civil-date.ts'
import { parseDate } from '#app/features/patients/rules/dates.ts'
import { parseNir } from '#app/features/patients/rules/matricule.ts'
import { patientsText } from '#app/text/fr/patients.ts'
import { patientsListText } from '#app/text/fr/patients-list.ts'

/** What « Recherche avancée » asks, read: each criterion given must match (PAT-3). */
export interface AdvancedCriteria {
  readonly name?: string
  readonly firstName?: string
  readonly birthDate?: CivilDate
  readonly ins?: string
}

/** What is typed in its four fields. */
export interface TypedCriteria {
  readonly name: string
  readonly firstName: string
  readonly birthDate: string
  readonly ins: string
}

/** Criteria, or what is said under each field; `none` when nothing was typed. */
export type CriteriaReading =
  | { readonly kind: 'criteria'; readonly criteria: AdvancedCriteria }
  | { readonly kind: 'refused'; readonly errors: Readonly<Partial<Record<keyof TypedCriteria, string>>> }
  | { readonly kind: 'none' }

/** Reads the four fields. The INS is only looked for whole: 13 characters, or 15 with the right key. */
export function readCriteria(typed: TypedCriteria, today: CivilDate): CriteriaReading {
  const name = typed.name.trim()
  const firstName = typed.firstName.trim()
  const date = typed.birthDate.trim() === '' ? null : parseDate(typed.birthDate, today)
  const ins = typed.ins.trim() === '' ? null : parseNir(typed.ins)
  const errors: { birthDate?: string; ins?: string } = {}
  if (date?.ok === false) {
    const { code, ...data } = date.refusal
    errors.birthDate = patientsText.civilStatus[code](data)
  }
  if (ins?.ok === false) {
    const { insKey, insWhole } = patientsListText.advancedSearch
    errors.ins = ins.code === 'nir.key' ? insKey(ins.expected) : insWhole
  }
  if (Object.keys(errors).length > 0) return { kind: 'refused', errors }
  if (name === '' && firstName === '' && date === null && ins === null) return { kind: 'none' }
  return {
    kind: 'criteria',
    criteria: {
      ...(name === '' ? {} : { name }),
      ...(firstName === '' ? {} : { firstName }),
      ...(date?.ok === true ? { birthDate: date.date } : {}),
      ...(ins?.ok === true ? { ins: `${ins.body}${ins.keyWasTyped ? ins.key : ''}` } : {}),
    },
  }
}
