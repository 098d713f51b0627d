import type {
  Act,
  DocumentKind,
  DocumentProof,
  Identity,
  InsKoReason,
  InsProof,
  StrictTraits,
  WithdrawnProof,
} from '#app/features/identity/model.ts'
import { insOids } from '#app/kernel/ins-oid.ts'
import { nirKey, type PatientRow } from '#core/features/patients/index.ts'
import type { Chance } from './chance.ts'
import type { InventedPatient } from './people.ts'

/** Who looked at identities in the training cabinet. */
const lookers = ['Mme Sophie LEROUX', 'Dr Hélène MARCHAND', 'Mme Sophie LEROUX', 'Dr Yanis BELKACEM'] as const
const documentsOfAdults = ['CN', 'CN', 'CN', 'CN', 'PA', 'PA', 'CS', 'eCN'] as const
/** With the card of the parent who is there, where the document asks for one. */
const documentsOfMinors = ['CN', 'CN', 'PA', 'LEP', 'LEP', 'CC'] as const
/** Older than a verification is due after, so that the night has something to ask. */
const mostDays = 1_500
const day = 86_400_000

/** When the cabinet is made, and what is written of the patient beside. */
export interface InventedDay {
  readonly today: string
  /** Their names as INSi writes them. */
  readonly names: Pick<PatientRow, 'birth_name_ins' | 'birth_first_names_ins'>
  /** That of the patient: identifiers of proofs follow it, so that they are written in their order. */
  readonly instant: number
}

/**
 * What is proved of somebody invented: the proofs that make the status that was drawn for them, given on days when they
 * lived; and for some of those without a status, the INS that was theirs until somebody doubted it or INSi no longer
 * confirmed it. `null`: typed by hand, and nothing more.
 *
 * No call was made: proofs name no exchange.
 */
export function inventIdentity(
  patient: InventedPatient,
  chance: Chance,
  { today, names, instant }: InventedDay,
): Identity | null {
  const { fields, insStatus: status, insAttributes: attributes, insKo } = patient
  const { birthName, birthFirstNames, firstBirthFirstName, sex, birthDate, birthPlaceCode } = fields
  const traits = { birthName, birthFirstNames, firstBirthFirstName, sex, birthDate, birthPlaceCode }
  const at = dayOf(fields.birthDate, fields.deathDate ?? today, chance)
  const given = actOn(at, chance)
  const isDoubted = attributes.includes('doubtful')
  const wasConfirmed = (isDoubted || insKo) && chance.happens(0.3)
  const hasIns = status === 'retrieved' || status === 'qualified'
  const hasDocument = status === 'validated' || status === 'qualified'
  if (!hasIns && !hasDocument && !insKo && attributes.length === 0) return null
  const former = wasConfirmed ? insOf(patient, names, given, chance, instant) : null
  const last = fields.deathDate ?? today
  const undone = actOn(last < at ? at : last, chance)
  const ins = hasIns ? verified(insOf(patient, names, given, chance, instant), last, chance) : null
  const reason: InsKoReason = wasConfirmed ? 'not-confirmed' : patient.known ? 'none' : koReason(chance)
  return {
    traits,
    capture: { channel: ins?.channel ?? 'SM', act: given },
    ins,
    document: hasDocument ? documentOf(traits, given, chance, instant) : null,
    attributes: [...attributes],
    ko: insKo ? { reason, exchangeId: null, act: undone } : null,
    withdrawn: former === null ? [] : [gone(former, isDoubted ? 'doubtful' : 'not-confirmed', undone)],
  }
}

function insOf(
  { fields, ownMatricule: matricule }: InventedPatient,
  names: InventedDay['names'],
  act: Act,
  chance: Chance,
  instant: number,
): InsProof {
  return {
    kind: 'ins',
    proofId: chance.id(instant),
    answer: {
      number: { matricule, key: nirKey(matricule), oid: insOids.nir },
      history: [],
      // INSi gives the list, and no first name apart.
      traits: {
        birthName: names.birth_name_ins,
        firstName: null,
        firstNames: names.birth_first_names_ins,
        sex: fields.sex,
        birthDate: fields.birthDate,
        birthPlaceCode: fields.birthPlaceCode,
      },
    },
    channel: chance.happens(0.6) ? 'CV' : 'INSI',
    exchangeId: null,
    act,
    verifiedAt: null,
  }
}

/** Asked again since, for some of the older ones. */
function verified(proof: InsProof, last: string, chance: Chance): InsProof {
  const since = daysBetween(proof.act.at.slice(0, 10), last)
  if (since < 365 || !chance.happens(0.4)) return proof
  const again = addDays(proof.act.at.slice(0, 10), chance.between(200, since))
  return { ...proof, verifiedAt: `${again}T02:10:00.000Z` }
}

function documentOf(traits: StrictTraits, act: Act, chance: Chance, instant: number): DocumentProof {
  const isMinor = `${Number(traits.birthDate.slice(0, 4)) + 18}${traits.birthDate.slice(4)}` > act.at.slice(0, 10)
  const documentKind: DocumentKind = isMinor ? chance.one(documentsOfMinors) : chance.one(documentsOfAdults)
  const companionKind = documentKind === 'LEP' ? ('CN' as const) : null
  const proofId = chance.id(instant)
  return { kind: 'document', proofId, documentKind, companionKind, traits, act }
}

function gone(proof: InsProof, because: 'doubtful' | 'not-confirmed', act: Act): WithdrawnProof {
  return { proof, because, act, note: '', final: true }
}

function koReason(chance: Chance): InsKoReason {
  return chance.happens(0.75) ? 'none' : 'several'
}

function actOn(date: string, chance: Chance): Act {
  const hour = String(chance.between(8, 17)).padStart(2, '0')
  const minute = String(chance.between(0, 59)).padStart(2, '0')
  return { at: `${date}T${hour}:${minute}:00.000Z`, userId: null, by: chance.one(lookers) }
}

/** A day of the last years on which somebody lived. */
function dayOf(birthDate: string, last: string, chance: Chance): string {
  const drawn = addDays(last, -chance.between(0, mostDays))
  return drawn < birthDate ? last : drawn
}

function addDays(date: string, days: number): string {
  return new Date(Date.parse(date) + days * day).toISOString().slice(0, 10)
}

function daysBetween(from: string, to: string): number {
  return Math.floor((Date.parse(to) - Date.parse(from)) / day)
}
