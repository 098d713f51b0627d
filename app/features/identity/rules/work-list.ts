import type { InsAttribute, Sex } from '#app/features/patients/model.ts'
import { type InsKoReason, type InsStatus, type WorkReason, workReason } from '../model.ts'
import { groupsOfSame, hashOn, hashStart } from './groups.ts'
import { statusOf } from './proofs.ts'

/** What the list needs of a patient: folded names as the search keeps them, so that nothing is computed per letter. */
export interface ListedIdentity {
  readonly patientId: string
  readonly hasIns: boolean
  readonly hasDocument: boolean
  readonly attributes: readonly InsAttribute[]
  readonly ko: InsKoReason | null
  /** 13 characters; empty where there is none. */
  readonly matricule: string
  /** Former matricules INSi gave of the one held. */
  readonly formerMatricules: readonly string[]
  /** Numbers INSi gave for this record that nothing ties to the one held (`strayNumbers`). */
  readonly strays: number
  readonly birthNameKey: string
  readonly usedNameKey: string
  readonly firstNameKey: string
  readonly sex: Sex
  /** AAAA-MM-JJ. */
  readonly birthDate: string
}

/** How many records a row names: a botched import makes thousands of one. */
const mostOthers = 20

/** A record to look at. `others` are those it is compared to, twenty at most. */
export interface WorkItem {
  readonly patientId: string
  readonly status: InsStatus
  readonly reasons: readonly WorkReason[]
  readonly others: readonly string[]
}

/** The list, and how many of each reason and status there are. */
export interface WorkList {
  readonly items: readonly WorkItem[]
  readonly reasons: Readonly<Record<WorkReason, number>>
  readonly statuses: Readonly<Record<InsStatus, number>>
}

const rank = new Map(workReason.options.map((reason, place) => [reason, place]))

/**
 * Everything to be looked at, in one pass over the patients and one over the names they share: gravest first, then older
 * people first, of whom INSi finds the fewest. Fictitious records are nobody’s: they are never in it.
 *
 * A name that INSi or a document has confirmed is not doubted; two homonyms that somebody has marked are two people.
 */
export function workList(patients: readonly ListedIdentity[]): WorkList {
  const statuses: Record<InsStatus, number> = { provisional: 0, retrieved: 0, validated: 0, qualified: 0 }
  const real: ListedIdentity[] = []
  const bearers: Bearer[] = []
  for (const patient of patients) {
    statuses[statusIn(patient)] += 1
    if (patient.attributes.includes('fictitious')) continue
    real.push(patient)
    if (patient.matricule !== '') bearers.push({ matricule: patient.matricule, patient })
    for (const former of patient.formerMatricules)
      if (former !== patient.matricule) bearers.push({ matricule: former, patient })
  }
  const found = new Map<string, { readonly patient: ListedIdentity; reasons: Set<WorkReason>; others: Set<string> }>()
  const say = (patient: ListedIdentity, reason: WorkReason, others: Iterable<ListedIdentity> = []) => {
    const item = found.get(patient.patientId) ?? { patient, reasons: new Set(), others: new Set() }
    item.reasons.add(reason)
    for (const other of others) {
      if (item.others.size === mostOthers) break
      if (other !== patient) item.others.add(other.patientId)
    }
    found.set(patient.patientId, item)
  }
  for (const group of groupsOfSame(bearers, hashOfMatricule, (a, b) => a.matricule === b.matricule)) {
    const together = new Set(group.map(({ patient }) => patient))
    // A number that one record has twice among its former ones.
    if (together.size > 1) for (const patient of together) say(patient, 'same-matricule', together)
  }
  for (const group of groupsOfSame(real, hashOfTraits, haveSameTraits)) {
    // One that nobody marked beside homonyms: marking it, or merging it, is still to be decided.
    for (const patient of group) if (!patient.attributes.includes('homonym')) say(patient, 'same-traits', group)
  }
  for (const patient of real) {
    if (patient.strays > 0) say(patient, 'collision')
    if (patient.ko !== null) say(patient, patient.ko)
    if (patient.attributes.includes('doubtful')) say(patient, 'doubtful')
    if (patient.birthNameKey === '') say(patient, 'birth-name-missing')
    else if (
      !patient.hasIns &&
      !patient.hasDocument &&
      patient.sex === 'F' &&
      patient.birthNameKey === patient.usedNameKey
    )
      say(patient, 'birth-name-is-used-name')
  }
  return { ...inOrder(found.values()), statuses }
}

function inOrder(
  found: Iterable<{
    readonly patient: ListedIdentity
    readonly reasons: ReadonlySet<WorkReason>
    readonly others: ReadonlySet<string>
  }>,
): Pick<WorkList, 'items' | 'reasons'> {
  const reasons = Object.fromEntries(workReason.options.map((reason) => [reason, 0])) as Record<WorkReason, number>
  const sortable = [...found].map(({ patient, reasons: ofPatient, others }) => {
    const sorted = workReason.options.filter((reason) => ofPatient.has(reason))
    for (const reason of sorted) reasons[reason] += 1
    const item: WorkItem = {
      patientId: patient.patientId,
      status: statusIn(patient),
      reasons: sorted,
      others: [...others],
    }
    return { item, gravity: rank.get(sorted[0] ?? 'none') ?? 0, birthDate: patient.birthDate }
  })
  sortable.sort(
    (a, b) =>
      a.gravity - b.gravity ||
      (a.birthDate < b.birthDate ? -1 : a.birthDate > b.birthDate ? 1 : a.item.patientId < b.item.patientId ? -1 : 1),
  )
  return { items: sortable.map(({ item }) => item), reasons }
}

function statusIn(patient: ListedIdentity): InsStatus {
  return statusOf({ ins: patient.hasIns ? patient : null, document: patient.hasDocument ? patient : null })
}

interface Bearer {
  readonly matricule: string
  readonly patient: ListedIdentity
}

function hashOfMatricule({ matricule }: Bearer): number {
  return hashOn(hashStart, matricule)
}

/** `null` where a name is unknown: two unknowns are not the same person. */
function hashOfTraits(patient: ListedIdentity): number | null {
  if (patient.birthNameKey === '' || patient.firstNameKey === '') return null
  return hashOn(hashOn(hashOn(hashStart, patient.birthNameKey), patient.firstNameKey), patient.birthDate)
}

function haveSameTraits(a: ListedIdentity, b: ListedIdentity): boolean {
  return (
    a.birthDate === b.birthDate &&
    a.sex === b.sex &&
    a.birthNameKey === b.birthNameKey &&
    a.firstNameKey === b.firstNameKey
  )
}
