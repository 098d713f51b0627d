import type { ProfessionalCard } from '#app/devices/workstation.ts'
import type { OwnClaims } from '#app/features/teleservices/model.ts'
import { type Problem, problem } from '#app/kernel/problem.ts'
import { isCardOf } from '#core/features/cards/index.ts'
import { findPerson } from '#core/features/people/index.ts'
import type { CardAnswer } from '#core/kernel/device-desk.ts'
import type { ReadDb } from '#core/kernel/tables.ts'
import type { LineIdentity, TeleservicePlace } from '#core/ports/index.ts'
import { readEstablishment } from '#main/protocols/establishment-certificate.ts'
import { type ProfessionalCertificate, readProfessionalCertificate } from '#main/protocols/professional-certificate.ts'
import type { Caller } from './caller.ts'
import { findIdentityOfLine } from './certificate.ts'
import { findClaims } from './claims.ts'
import type { CallMode } from './plan.ts'
import { findTeleserviceSettings, readPlace, unset } from './settings.ts'

/** What a cabinet and a person have to call with, before their card is looked at. */
export interface CallMeans {
  readonly place: TeleservicePlace
  /** Number of authorisation of the software. */
  readonly authorisation: string
  readonly proxyPath: string
  readonly claims: OwnClaims
  /** In which ways it may be, in the order they are tried; `card` as long as no card was looked at. */
  readonly modes: readonly CallMode[]
  readonly certificate: LineIdentity | null
}

/** Who calls, once it is settled. */
export type Way =
  | {
      readonly mode: 'card'
      readonly nationalId: string
      readonly cardNumber: string
      /** Of signature, DER. */
      readonly certificate: ProfessionalCertificate
    }
  | { readonly mode: 'psc'; readonly nationalId: string; readonly profession: string | null }
  | { readonly mode: 'certificate'; readonly identity: LineIdentity; readonly structureId: string }

/** Table G15: doctors must say their speciality. */
const doctor = '10'

/** What there is to call with, or why nothing can be called. */
export async function readMeans(
  db: ReadDb,
  caller: Pick<Caller, 'profile' | 'person' | 'signIn'>,
  needsProfessional: boolean,
): Promise<
  CallMeans | Problem<'teleservice.not-set' | 'teleservice.professional-incomplete' | 'teleservice.professional-needed'>
> {
  const { profile, person, signIn } = caller
  const place = await readPlace(db, profile)
  const settings = (await findTeleserviceSettings(db))?.value ?? unset
  const isTraining = profile === 'training'
  if (!isTraining && settings.authorisation === '') return problem('teleservice.not-set', {})
  const claims = person === null ? null : (await findClaims(db, person.userId, profile)).claims
  const certificate = (await findIdentityOfLine(db))?.identity ?? null
  const modes: CallMode[] = []
  const speaks = claims !== null && claims.billingNumber !== ''
  if (speaks) modes.push('card')
  const proxyPath = isTraining ? unset.proxyPath : settings.proxyPath
  if (speaks && proxyPath !== '' && signIn !== null && signIn.session() !== null) modes.push('psc')
  if (!needsProfessional && (certificate !== null || isTraining)) modes.push('certificate')
  if (modes.length === 0) {
    // Whoever has no number of their own, as a secretary, is not asked for one.
    const isTheirs = person !== null && (await findPerson(db, person.userId))?.rpps !== null
    return isTheirs
      ? problem('teleservice.professional-incomplete', {})
      : problem('teleservice.professional-needed', {})
  }
  const none: OwnClaims = { billingNumber: '', amoSpecialty: '', sector: '' }
  return { place, authorisation: settings.authorisation, proxyPath, claims: claims ?? none, modes, certificate }
}

/** Who calls: the card at the seat, else the session of Pro Santé Connect, else the certificate of the establishment. */
export async function settleWay(caller: Caller, means: CallMeans, signal: AbortSignal): Promise<Way | Problem> {
  let refusal: Problem = problem('teleservice.professional-needed', {})
  for (const mode of means.modes) {
    if (mode === 'card') {
      const card = await cardWay(caller, means, signal)
      if (card === null) continue
      if (!('problem' in card)) return card
      refusal = card
    } else if (mode === 'psc') {
      const session = caller.signIn?.session() ?? null
      if (session !== null) {
        const profession = session.professions.length > 1 ? (session.profession ?? null) : null
        return { mode, nationalId: session.nationalId, profession }
      }
    } else {
      const identity = means.certificate ?? (await caller.teleservices.training()).establishment
      const read = readEstablishment(identity.certificate)
      if (read.ok) return { mode, identity, structureId: read.establishment.structureId }
    }
  }
  return refusal
}

/** The card that is there, when it is the person’s own; `null` when there is none to speak of. */
async function cardWay(caller: Caller, means: CallMeans, signal: AbortSignal): Promise<Way | Problem | null> {
  const { person } = caller
  if (person === null || caller.devices === null) return null
  const read = await caller.devices(signal).readProfessionalCard({})
  if (!read.ok)
    return isSilent(read.problem) ? null : problem('device.refused', { because: read.problem, triesLeft: null })
  const certificate = signatureOf(read.value)
  if (certificate === null) return null
  const { nationalId, profession } = certificate.identity
  const isOwn = await caller.service.read(async (db) => {
    const rpps = (await findPerson(db, person.userId))?.rpps ?? null
    return (rpps !== null && rpps === nationalId.rpps) || (await isCardOf(db, person.userId, nationalId.text))
  })
  // Somebody else’s card, left in the reader: nothing is signed with it.
  if (!isOwn) return null
  if (profession === doctor && means.claims.amoSpecialty === '')
    return problem('teleservice.professional-incomplete', {})
  return { mode: 'card', nationalId: nationalId.text, cardNumber: read.value.cardNumber, certificate }
}

/** No reader, no card, no module: another way is looked for without a word. */
function isSilent(because: Extract<CardAnswer<unknown>, { readonly ok: false }>['problem']): boolean {
  return because !== 'cancelled'
}

function signatureOf({ signature }: ProfessionalCard): ProfessionalCertificate | null {
  if (signature === null) return null
  const reading = readProfessionalCertificate(new Uint8Array(Buffer.from(signature, 'base64url')))
  return reading.ok ? reading.certificate : null
}
