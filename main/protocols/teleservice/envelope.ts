import { asXml, type Xml, xmlElement, xmlText } from '../xml-writing.ts'
import { teleserviceProfile } from './profile.ts'

/** The software that calls, as it was authorised. */
export interface CallingSoftware {
  /** Number of the authorisation given by the CNDA. */
  readonly authorisation: string
  readonly version: string
  /** Identifier of this installation: a UUID. */
  readonly instance: string
  /** As the service wants it: `urn:lps:<name>:<version>` for INSi, the plain name for ADRi. */
  readonly name: string
}

/** What makes a call this call, and no other: nothing here is drawn or read from a clock, the caller gives it. */
export interface CallIdentity {
  /** Of the message; the service says whether a prefix goes before the UUID. */
  readonly messageId: string
  /** UUID of the context of the Assurance Maladie. */
  readonly bamId: string
  /** UUID of the context of the software. */
  readonly lpsId: string
  /** Instant, ISO 8601 in UTC. */
  readonly at: string
  /**
   * National identifier of the professional (`PS_IdNat`), or the identifier of the structure (`OU` of its certificate); `null` for
   * the services whose context names nobody (IMTi).
   */
  readonly emitter: string | null
}

/** A number and its key, where it is known. 13 characters and 2 digits. */
export interface NumberAndKey {
  readonly number: string
  readonly key: string | null
}

/** What a call says of the cover of the person it is about; all of it may be absent. */
export interface CallCoverage {
  readonly scheme?: string | null
  readonly fund?: string | null
  readonly centre?: string | null
  readonly insured?: NumberAndKey | null
  readonly beneficiary?: {
    readonly nir?: (NumberAndKey & { readonly certifiedOn?: string | null }) | null
    /** `AAAA-MM-JJ`, month maybe `00` or above 12 (lunar). */
    readonly birthDate?: string | null
    readonly birthRank?: number | null
    /** One digit. */
    readonly holder?: string | null
  } | null
}

/** How the professional proves who they are to the service. */
export type CallProof =
  /** Their card signed an assertion; a Vitale card may have given one too, of which nothing is public. */
  | { readonly mode: 'card'; readonly assertion: Xml; readonly vitaleAssertion?: Xml }
  /** Pro Santé Connect: an assertion that nobody signed; the line proves who speaks. */
  | { readonly mode: 'psc'; readonly assertion: Xml; readonly vitaleAssertion?: Xml }
  /** The certificate of an establishment, in the line itself. No assertion. */
  | { readonly mode: 'certificate' }

/** A whole call. */
export interface Call {
  readonly action: string
  readonly identity: CallIdentity
  readonly software: CallingSoftware
  readonly coverage: CallCoverage
  readonly proof: CallProof
  readonly body: Xml
}

const instantShape = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,3})?Z$/

/** The envelope, SOAP 1.2, in UTF-8. Throws `TypeError` when the instant is not in UTC. */
export function callEnvelope(call: Call): Xml {
  const soap = teleserviceProfile.soap.wire
  if (!instantShape.test(call.identity.at)) throw new TypeError('an instant is ISO 8601 in UTC')
  const header = xmlElement(`s:${soap.header}`, {}, [...addressing(call), bam(call), lps(call), security(call.proof)])
  const body = xmlElement(`s:${soap.body}`, {}, [call.body])
  const envelope = xmlElement(`s:${soap.envelope}`, { 'xmlns:s': soap.namespace }, [header, body])
  return asXml(`<?xml version="1.0" encoding="UTF-8"?>${envelope}`)
}

/** `Content-Type` of the HTTP request that carries it. */
export function callContentType(action: string): string {
  return `${teleserviceProfile.contentType.wire}; action="${action}"`
}

function addressing({ action, identity }: Call): Xml[] {
  const { namespace, ...names } = teleserviceProfile.addressing.wire
  return [
    xmlElement(`a:${names.action}`, { 'xmlns:a': namespace }, action),
    xmlElement(`a:${names.messageId}`, { 'xmlns:a': namespace }, identity.messageId),
  ]
}

function bam({ identity, coverage }: Call): Xml {
  const names = teleserviceProfile.contexteBam.wire
  const attributes = { 'xmlns:b': names.namespace, Version: names.version, Nature: names.nature }
  return xmlElement(`b:${names.root}`, attributes, [
    xmlText(`b:${names.id}`, identity.bamId),
    xmlText(`b:${names.time}`, identity.at),
    xmlText(`b:${names.emitter}`, identity.emitter),
    coverageOf(coverage),
  ])
}

function coverageOf({ scheme, fund, centre, insured, beneficiary }: CallCoverage): Xml {
  const names = teleserviceProfile.contexteBam.wire
  const numbers = (one: NumberAndKey) => [xmlText(`b:${names.number}`, one.number), xmlText(`b:${names.key}`, one.key)]
  const nir = beneficiary?.nir ?? null
  const rank = beneficiary?.birthRank ?? null
  const person = [
    nir === null
      ? null
      : xmlElement(`b:${names.nir}`, {}, [...numbers(nir), xmlText(`b:${names.certifiedOn}`, nir.certifiedOn ?? null)]),
    xmlText(`b:${names.birthDate}`, beneficiary?.birthDate ?? null),
    xmlText(`b:${names.birthRank}`, rank === null ? null : String(rank)),
    xmlText(`b:${names.holder}`, beneficiary?.holder ?? null),
  ]
  return xmlElement(`b:${names.coverage}`, {}, [
    xmlText(`b:${names.scheme}`, scheme ?? null),
    xmlText(`b:${names.fund}`, fund ?? null),
    xmlText(`b:${names.centre}`, centre ?? null),
    insured === undefined || insured === null
      ? null
      : xmlElement(`b:${names.insured}`, {}, [xmlElement(`b:${names.id}`, {}, numbers(insured))]),
    person.every((one) => one === null) ? null : xmlElement(`b:${names.beneficiary}`, {}, person),
  ])
}

function lps({ identity, software }: Call): Xml {
  const names = teleserviceProfile.contexteLps.wire
  const attributes = { 'xmlns:l': names.namespace, Version: names.version, Nature: names.nature }
  return xmlElement(`l:${names.root}`, attributes, [
    xmlText(`l:${names.id}`, identity.lpsId),
    xmlText(`l:${names.time}`, identity.at),
    xmlText(`l:${names.emitter}`, identity.emitter),
    xmlElement(`l:${names.lps}`, {}, [
      xmlElement(`l:${names.authorisation}`, { R: names.authorisationR }, software.authorisation),
      xmlText(`l:${names.softwareVersion}`, software.version),
      xmlText(`l:${names.instance}`, software.instance),
      xmlText(`l:${names.name}`, software.name),
    ]),
  ])
}

function security(proof: CallProof): Xml | null {
  const { namespace, root } = teleserviceProfile.security.wire
  if (proof.mode === 'certificate') return null
  return xmlElement(`w:${root}`, { 'xmlns:w': namespace }, [proof.assertion, proof.vitaleAssertion ?? null])
}
