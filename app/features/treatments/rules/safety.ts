import type { Allergies, AllergyView } from '#app/features/antecedents/model.ts'
import type { Component } from '#app/features/medicines/model.ts'
import { searchWords } from '#app/kernel/letters.ts'
import type { AllergyClass, Drug, NotCheckedReason, SafetyAlert, SafetyOutcome } from '../model.ts'
import { allergyClass } from '../model.ts'
import { classesNamed, classesOf, crossedWith, mayBeExcipient, stemOf, substancesOf } from './classes.ts'

/** A drug with what the imported base says it is made of; `null` for one it does not have, or for free words. */
export interface CheckedDrug {
  readonly drug: Drug
  readonly components: readonly Component[] | null
}

/** What a check is made on. */
export interface SafetyQuestion {
  /** The drugs checked. */
  readonly drugs: readonly CheckedDrug[]
  /** Drugs taken besides, which may hold the same substance. */
  readonly others: readonly CheckedDrug[]
  readonly allergies: Allergies
  /** Codes of the base that bear the very name of a substance an allergy is written with, by its name without salt. */
  readonly recognised: ReadonlyMap<string, readonly string[]>
  readonly isImported: boolean
}

/** An allergy as the check reads it. */
interface CheckedAllergy {
  readonly view: AllergyView
  readonly codes: ReadonlySet<string>
  readonly stems: readonly string[]
  readonly classes: readonly AllergyClass[]
  /** What of its words is neither a substance of the base nor a class. */
  readonly unknown: readonly string[]
}

/**
 * Checks drugs against allergies and intolerances, then against one another. By code of substance, by its name without
 * salt, by class. `none` is answered only when everything was checked; what was not is told with its reason, beside the
 * alerts of what was.
 */
export function checkSafety(question: SafetyQuestion): SafetyOutcome {
  const { drugs, allergies, isImported } = question
  const notChecked: NotCheckedReason[] = []
  const alerts: SafetyAlert[] = []
  if (drugs.length > 0 && allergies.state === 'unknown') notChecked.push({ code: 'allergies-unknown', about: '' })
  const list = allergies.state === 'list' ? allergies.entries.map((view) => read(view, question)) : []
  if (drugs.length > 0) {
    for (const allergy of list) {
      const { category, substance } = allergy.view.fields
      if (category !== 'environment' && mayBeExcipient(substance)) {
        notChecked.push({ code: 'excipients', about: substance })
      } else if (concernsDrugs(allergy)) {
        notChecked.push(...allergy.unknown.map((about) => ({ code: 'allergy-without-substance' as const, about })))
      }
    }
  }
  // Nothing that a drug could hold: what it is made of does not matter.
  const needsBase =
    allergies.state === 'unknown' || list.some((one) => concernsDrugs(one) || one.view.fields.category === 'food')
  for (const checked of drugs) {
    for (const allergy of list) {
      const alert = meet(checked, allergy)
      if (alert !== null) alerts.push(alert)
    }
    const reason = needsBase ? whyNotChecked(checked, isImported) : null
    if (reason !== null) notChecked.push({ code: reason, about: checked.drug.name })
  }
  alerts.push(...duplicates(question))
  alerts.sort((a, b) => rankOf(a) - rankOf(b))
  const reasons = unique(notChecked)
  return {
    state: alerts.length > 0 ? 'alerts' : reasons.length > 0 ? 'not-checked' : 'none',
    alerts,
    notChecked: reasons,
  }
}

/** Whether an alert must be given a reason before a prescription is signed. A substance taken twice is only told. */
export function needsReason({ kind }: SafetyAlert): boolean {
  return kind !== 'duplicate'
}

/** Food and pollen are not what drugs are made of, unless they were given a code or a class. */
function concernsDrugs({ view, codes, classes }: Pick<CheckedAllergy, 'view' | 'codes' | 'classes'>): boolean {
  const { category } = view.fields
  return category === 'medicine' || category === 'other' || codes.size > 0 || classes.length > 0
}

function read(view: AllergyView, { recognised }: SafetyQuestion): CheckedAllergy {
  const { substance, substanceCode, classCode } = view.fields
  const given = allergyClass.safeParse(classCode)
  const parts = substanceCode === null ? substancesOf(substance) : [substance]
  const codesOf = (part: string) => recognised.get(stemOf(part)) ?? []
  const codes = new Set([...(substanceCode === null ? [] : [substanceCode]), ...parts.flatMap(codesOf)])
  const classes = new Set([...(given.success ? [given.data] : []), ...classesNamed(substance), ...classesOf(substance)])
  const isUnknown = codes.size === 0 && classes.size === 0
  // One name with a code or a class is known by it; of several, each has to be.
  const others =
    parts.length <= 1
      ? []
      : parts.filter((part) => codesOf(part).length + classesNamed(part).length + classesOf(part).length === 0)
  return {
    view,
    codes,
    classes: [...classes],
    stems: parts.map(stemOf),
    unknown: isUnknown ? [substance] : others,
  }
}

function whyNotChecked({ drug, components }: CheckedDrug, isImported: boolean): NotCheckedReason['code'] | null {
  if (!isImported) return 'base-not-imported'
  if (drug.cis === null) return 'free-text-drug'
  if (components === null) return 'drug-not-in-base'
  return components.length === 0 ? 'drug-without-substance' : null
}

/** The gravest meeting of a drug and an allergy: the substance, its class, a class that crosses with it. */
function meet(checked: CheckedDrug, allergy: CheckedAllergy): SafetyAlert | null {
  const substances = partsOf(checked)
  const same = substances.find(
    ({ code, name }) => allergy.codes.has(code) || allergy.stems.some((stem) => isSameName(name, stem)),
  )
  if (same !== undefined) return alertOf('allergy', checked, same.name, allergy, null)
  const of = (wanted: readonly AllergyClass[]) =>
    substances
      .flatMap(({ name }) => classesOf(name).map((found) => ({ name, found })))
      .find(({ found }) => wanted.includes(found))
  const sibling = of(allergy.classes)
  if (sibling !== undefined) return alertOf('allergy-class', checked, sibling.name, allergy, sibling.found)
  const cousin = of(allergy.classes.flatMap(crossedWith))
  return cousin === undefined ? null : alertOf('allergy-crossed', checked, cousin.name, allergy, cousin.found)
}

/** What a drug is made of; of free words, the words, which may name a substance. */
function partsOf({ drug, components }: CheckedDrug): readonly { readonly code: string; readonly name: string }[] {
  return components !== null && components.length > 0 ? components : [{ code: '', name: drug.name }]
}

/** Whether a name holds, as whole words, the substance an allergy names. */
function isSameName(name: string, stem: string): boolean {
  if (stem === '') return false
  return ` ${stemOf(name)} `.includes(` ${stem} `) || ` ${searchWords(name).join(' ')} `.includes(` ${stem} `)
}

function alertOf(
  kind: SafetyAlert['kind'],
  { drug }: CheckedDrug,
  substance: string,
  { view }: CheckedAllergy,
  of: AllergyClass | null,
): SafetyAlert {
  const { fields } = view
  return {
    key: `${drugKey(drug)}|${view.entryId}`,
    kind,
    drugName: drug.name,
    substance: drug.name === substance ? '' : substance,
    against: fields.substance,
    allergyClass: of,
    severity: fields.severity,
    isIntolerance: fields.type === 'intolerance',
    isUnconfirmed: fields.certainty === 'to-confirm',
  }
}

/** Drugs that hold a substance already taken, each said once, by the drug checked. */
function duplicates({ drugs, others }: SafetyQuestion): SafetyAlert[] {
  const alerts: SafetyAlert[] = []
  const seen: CheckedDrug[] = [...others]
  for (const checked of drugs) {
    for (const other of seen) {
      const shared = sharedSubstance(checked, other)
      if (shared === null) continue
      alerts.push({
        key: `${drugKey(checked.drug)}|${drugKey(other.drug)}`,
        kind: 'duplicate',
        drugName: checked.drug.name,
        substance: shared,
        against: other.drug.name,
        allergyClass: null,
        severity: null,
        isIntolerance: false,
        isUnconfirmed: false,
      })
      break
    }
    seen.push(checked)
  }
  return alerts
}

/** The substance two drugs hold; of free words, the one they name, or the name itself when it is the same but for its strength. */
function sharedSubstance(first: CheckedDrug, second: CheckedDrug): string | null {
  if (first.components === null && second.components === null) {
    const name = nameAlone(first.drug.name)
    return name !== '' && name === nameAlone(second.drug.name) ? first.drug.name : null
  }
  if (first.components === null || second.components === null) {
    const free = first.components === null ? first : second
    const parts = active(first.components ?? second.components ?? [])
    return parts.find(({ name }) => isSameName(free.drug.name, stemOf(name)))?.name ?? null
  }
  const stems = new Set(active(second.components).map(({ name }) => stemOf(name)))
  return active(first.components).find(({ name }) => stems.has(stemOf(name)))?.name ?? null
}

const strengthWords = /^(?:\d+.*|mg|g|ug|mcg|ml|ui|cp|comprimes?|gelules?)$/

/** A name in free words without its strength: « Ramipril 5 mg » and « ramipril 10 mg » are the same drug. */
function nameAlone(name: string): string {
  return searchWords(name)
    .filter((word) => !strengthWords.test(word))
    .join(' ')
}

/** The active parts; of a drug described without them, its substances. */
function active(components: readonly Component[]): readonly Component[] {
  const parts = components.filter(({ fraction }) => fraction)
  return parts.length > 0 ? parts : components
}

function drugKey({ cis, name }: Drug): string {
  return cis ?? searchWords(name).join('-')
}

const kindRank = { allergy: 0, 'allergy-class': 10, 'allergy-crossed': 20, duplicate: 40 } as const
const severityRank = { severe: 0, moderate: 1, mild: 3 } as const

/** The substance before its class, allergies before intolerances, severe ones first. */
function rankOf({ kind, severity, isIntolerance }: SafetyAlert): number {
  return kindRank[kind] + (isIntolerance ? 5 : 0) + (severity === null ? 2 : severityRank[severity])
}

function unique(reasons: readonly NotCheckedReason[]): NotCheckedReason[] {
  const known = new Map(reasons.map((reason) => [`${reason.code} ${reason.about}`, reason]))
  const base = reasons.find(({ code }) => code === 'base-not-imported')
  // One reason for all drugs: said once.
  if (base === undefined) return [...known.values()]
  const others = [...known.values()].filter(({ code }) => code !== 'base-not-imported')
  return [{ code: 'base-not-imported', about: '' }, ...others]
}
