import { X509Certificate } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { TLSSocket } from 'node:tls'
import {
  type AnswerCode,
  faultAnswer,
  resultAnswer,
  rightsAnswer,
  type SimulatedFault,
  type Writing,
} from './answers.ts'
import { holderOf } from './authority.ts'
import { type Misbehaviour, type MisbehaviourKind, misbehave } from './misbehave.ts'
import { brokenPersona, fitting, onCard, type Persona } from './personas.ts'
import { type ReadAssertion, type ReadRequest, readRequest } from './reading.ts'
import { historyReply } from './reimbursements.ts'
import { type VerificationChoice, VerificationService } from './verification.ts'

/** Which of the two lines a request came by. */
export type Line = 'card' | 'certificate'

/** What was asked, without whom it was about. */
export interface AskedCall {
  readonly line: Line
  /** `WS_INS1` to `WS_INS5`, `ADRi`; `null` when it could not be told. */
  readonly operation: string | null
  /** `00`, `siram_100/desir_550`, `misbehaved`. */
  readonly answered: string
  /** What the schemas say against the request. */
  readonly faults: readonly string[]
}

/** What the service stands on. */
export interface ServiceHouse {
  /** Numbers of authorisation it knows. */
  readonly authorisations: readonly string[]
  /** Authorities of the cards whose assertions it takes, PEM. */
  readonly professionalAuthorities: readonly string[]
  readonly people: Persona[]
  /** How batches of verification are taken. */
  readonly verification?: VerificationChoice
  now(): number
}

/**
 * Codes of faults that no public text tells: guesses, so that something is answered. A client must do well with any code, and
 * none of ours may know these.
 */
const guessed = {
  schema: { side: 'Sender', subcode: 'siram_10', code: 'desir_9001' },
  proof: { side: 'Sender', subcode: 'siram_30', code: 'desir_9002' },
  message: { side: 'Sender', subcode: 'siram_20', code: 'desir_9003' },
  traits: { side: 'Sender', subcode: 'siram_40', code: 'insi_9004' },
  nobody: { side: 'Sender', subcode: 'siram_40', code: 'adr_9005' },
} as const satisfies Readonly<Record<string, SimulatedFault>>

/** Faults that were seen. */
const unknownSoftware: SimulatedFault = { side: 'Sender', subcode: 'siram_100', code: 'desir_550' }
const refusedCertificate: SimulatedFault = { side: 'Sender', subcode: null, code: 'desir_560' }
const badSex: SimulatedFault = { side: 'Sender', subcode: 'siram_40', code: 'insi_24' }
const brokenSearch: SimulatedFault = {
  side: 'Receiver',
  subcode: 'siram_40',
  code: 'insi_102',
  severity: 'fatal',
  isAnonymous: true,
}

const operations: Readonly<
  Record<string, { readonly name: string; readonly action: string; readonly prefix: string }>
> = {
  RECVITALE: {
    name: 'WS_INS1',
    action: 'urn:ServiceIdentiteCertifiee:1.0.0:rechercherInsAvecCarteVitale',
    prefix: 'uuid:',
  },
  RECSANSVITALE: {
    name: 'WS_INS2',
    action: 'urn:ServiceIdentiteCertifiee:1.0.0:rechercherInsAvecTraitsIdentite',
    prefix: 'uuid:',
  },
  VERIFICATION: {
    name: 'WS_INS3',
    action: 'urn:ServiceIdentiteCertifiee:1.0.0:verifierInsAvecTraitsIdentite',
    prefix: 'uuid:',
  },
  DEPOTLOT: {
    name: 'WS_INS4',
    action: 'urn:ServiceIdentiteCertifiee:1.0.0:deposerVerificationsIns',
    prefix: 'uuid:',
  },
  RECUPLOT: {
    name: 'WS_INS5',
    action: 'urn:ServiceIdentiteCertifiee:1.0.0:recupererVerificationsIns',
    prefix: 'uuid:',
  },
  Requete: { name: 'ADRi', action: 'urn:adr:1.1.0:acquerirLesDroits', prefix: '' },
  ConsulterHistorique: { name: 'HRi', action: 'urn:HR:1.1.0:ConsulterHistorique', prefix: '' },
}

type Reply = { readonly code: string; readonly status: 200 | 500; readonly body: string }

const longestRequest = 256 * 1024
const assertionLifetime = 60 * 60_000

/** INSi, ADRi and HRi, as far as they are known, behind `/lps`. */
export class TeleserviceSimulator {
  readonly #house: ServiceHouse
  /** What was asked, oldest first. */
  readonly asked: AskedCall[] = []
  #behaviour: Misbehaviour = { kind: 'honest' }
  #left = Number.POSITIVE_INFINITY

  readonly verification: VerificationService

  constructor(house: ServiceHouse) {
    this.#house = house
    this.verification = new VerificationService(house.people, () => house.now(), house.verification)
  }

  /** From now on, until it is told otherwise or has done it so many times. */
  behave(how: Misbehaviour): void {
    this.#behaviour = how
    this.#left = how.times ?? Number.POSITIVE_INFINITY
  }

  /** Somebody more that it knows. */
  add(person: Persona): void {
    this.#house.people.push(person)
  }

  async serve(line: Line, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const bytes = await bodyOf(request)
    if (request.method !== 'POST' || request.url !== '/lps' || bytes === null) {
      response.writeHead(bytes === null ? 413 : 404).end()
      return
    }
    const read = readRequest(bytes)
    const kind = this.#next()
    const operation = operations[read?.root ?? '']?.name ?? null
    const note = (answered: string) => this.asked.push({ line, operation, answered, faults: read?.faults ?? [] })
    if (await misbehave(kind, response)) {
      note('misbehaved')
      return
    }
    const reply = this.#reply(line, request, read, kind)
    note(reply.code)
    response.writeHead(reply.status, { 'content-type': 'application/soap+xml; charset=utf-8' }).end(reply.body)
  }

  #next(): MisbehaviourKind {
    if (this.#left <= 0) return 'honest'
    this.#left -= 1
    return this.#behaviour.kind
  }

  #reply(line: Line, request: IncomingMessage, read: ReadRequest | null, kind: MisbehaviourKind): Reply {
    const failed = (fault: SimulatedFault): Reply => ({
      code: [fault.subcode, fault.code].filter((one) => one !== null).join('/'),
      status: 500,
      body: faultAnswer(fault, read?.messageId ?? null),
    })
    const wrong = read === null ? guessed.schema : this.#refusal(line, request, read)
    if (read === null || wrong !== null) return failed(wrong ?? guessed.schema)
    if (typeof kind === 'object' && 'fault' in kind) return failed(kind.fault)
    if (read.root === 'ConsulterHistorique') return historyReply(read, this.#house.people)
    if (read.root === 'Requete') return this.#rights(read) ?? failed(guessed.nobody)
    const verified = this.#verified(read)
    if (verified !== null) return { status: 200, ...verified }
    const traits = read.root === 'RECSANSVITALE' ? traitsFault(read.body) : cardFault(read.body)
    if (traits !== null) return failed(traits)
    if (typeof kind === 'object' && 'code' in kind) return answer(kind.code, null, 'live')
    const writing = (typeof kind === 'object' && 'writing' in kind ? kind.writing : undefined) ?? 'live'
    if (typeof kind === 'object' && 'person' in kind && kind.person !== undefined) {
      return answer('00', kind.person, writing)
    }
    const found = this.#search(read)
    const [first, ...others] = found
    if (first === undefined) return answer('01', null, writing)
    return others.length > 0 ? answer('02', null, writing) : answer('00', first, writing)
  }

  #verified({ root, body, rows }: ReadRequest): Omit<Reply, 'status'> | null {
    if (root === 'VERIFICATION') return this.verification.unit(body)
    if (root === 'DEPOTLOT') return this.verification.deposit(body['IdLot'] ?? '', rows)
    return root === 'RECUPLOT' ? this.verification.collect(body['IdLot'] ?? '') : null
  }

  /** What is wrong before the search, in the order in which the layers of the service see it. */
  #refusal(line: Line, request: IncomingMessage, read: ReadRequest): SimulatedFault | null {
    const operation = operations[read.root]
    if (read.faults.length > 0 || operation === undefined) return guessed.schema
    if (!this.#house.authorisations.includes(read.authorisation ?? '')) return unknownSoftware
    const said = /action="([^"]*)"/.exec(request.headers['content-type'] ?? '')?.[1]
    const isPrefixed = new RegExp(`^${operation.prefix}[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)
    if (read.action !== operation.action || said !== operation.action) return guessed.message
    if (!isPrefixed.test(read.messageId ?? '')) return guessed.message
    // Of nobody’s care but for a person: no establishment asks.
    if (line === 'certificate' && read.root === 'ConsulterHistorique') return guessed.proof
    return line === 'card' ? this.#proofFault(read) : certificateFault(request, read)
  }

  /** One assertion of the professional, signed by their card, or nobody’s for Pro Santé Connect. */
  #proofFault({ assertions, bamEmitter }: ReadRequest): SimulatedFault | null {
    const [assertion] = assertions
    if (assertion === undefined || assertion.nationalId !== bamEmitter) return guessed.proof
    const age = Math.abs(this.#house.now() - Date.parse(assertion.issuedAt))
    if (!(age <= assertionLifetime) || assertion.attributes['identifiantFacturation'] === undefined)
      return guessed.proof
    if (assertion.qualifier === 'PSC') return assertion.signedBy === null ? null : guessed.proof
    return this.#isSignedByCard(assertion) ? null : guessed.proof
  }

  #isSignedByCard({ signedBy, nationalId, issuer, attributes }: ReadAssertion): boolean {
    if (signedBy === null || signedBy === 'wrong') return false
    const isTrusted = this.#house.professionalAuthorities.some((pem) => {
      const authority = new X509Certificate(pem)
      return signedBy.checkIssued(authority) && signedBy.verify(authority.publicKey)
    })
    const holder = holderOf(signedBy.raw)
    const saysSpecialty = holder.profession !== '10' || (attributes['codeSpecialiteAMO'] ?? '') !== ''
    const isIssuer = issuer.includes(`CN=${holder.commonName}`)
    return isTrusted && holder.signs && holder.commonName === nationalId && saysSpecialty && isIssuer
  }

  #search({ root, body }: ReadRequest): readonly Persona[] {
    const { people } = this.#house
    const value = (name: string) => body[name] ?? ''
    if (root === 'RECSANSVITALE') {
      return fitting(people, {
        birthName: value('NomNaissance'),
        firstName: value('Prenom'),
        sex: value('Sexe'),
        birthDate: value('DateNaissance'),
        birthPlace: body['LieuNaissance'] ?? null,
      })
    }
    return onCard(people, {
      own: body['MatriculeIndividu/NumIdentifiant'] ?? null,
      insured: body['MatriculeOD/NumIdentifiant'] ?? null,
      birthDate: value('DateNaissance'),
      rank: value('RangNaissance'),
    })
  }

  #rights({ body, scheme }: ReadRequest): Reply | null {
    const [person] = onCard(this.#house.people, {
      own: body['BeneficiaireDeSoins/NIRcertifie/Num'] ?? null,
      insured: body['BeneficiaireDeSoins/Assure/NIRassure/Num'] ?? null,
      birthDate: body['BeneficiaireDeSoins/DatedeNaissance'] ?? '',
      rank: body['BeneficiaireDeSoins/SituationAdministrativeAMO/RangdeNaissance'] ?? '',
    })
    if (person === undefined || scheme === null) return null
    return { code: 'rights', status: 200, body: rightsAnswer(person, body['DatedeReference'] ?? '') }
  }
}

function certificateFault(request: IncomingMessage, { bamEmitter }: ReadRequest): SimulatedFault | null {
  const holder = holderOf((request.socket as TLSSocket).getPeerCertificate().raw)
  if (holder.commonName !== 'INSI-AUTO' && holder.commonName !== 'INSI-MANU') return refusedCertificate
  return holder.unit === bamEmitter ? null : guessed.proof
}

function answer(code: AnswerCode, person: Persona | null, writing: Writing): Reply {
  return { code, status: 200, body: resultAnswer(code, person, writing) }
}

function traitsFault(body: Readonly<Record<string, string>>): SimulatedFault | null {
  const { NomNaissance: name = '', Prenom: first = '', Sexe: sex = '', DateNaissance: date = '' } = body
  if (sex !== 'F' && sex !== 'M') return badSex
  const isWritten = (text: string) => /^[A-Z' -]+$/.test(text) && !/^[ -]|[ ]{2}|''| '|' /.test(text)
  if (!isWritten(name) || !isWritten(first) || !/^\d{4}-\d{2}-\d{2}$/.test(date)) return guessed.traits
  const place = body['LieuNaissance']
  if (place !== undefined && !/^[\dAB]{5}$/.test(place)) return guessed.traits
  return name === brokenPersona.birthName && first === brokenPersona.firstName ? brokenSearch : null
}

function cardFault(body: Readonly<Record<string, string>>): SimulatedFault | null {
  const isWhole = body['MatriculeOD/NumIdentifiant'] !== undefined && /^[1-9]$/.test(body['RangNaissance'] ?? '')
  return isWhole && /^\d{4}-\d{2}-\d{2}$/.test(body['DateNaissance'] ?? '') ? null : guessed.traits
}

/** `null` when it is longer than any request. */
async function bodyOf(request: IncomingMessage): Promise<Uint8Array | null> {
  const pieces: Buffer[] = []
  let length = 0
  for await (const piece of request as AsyncIterable<Buffer>) {
    length += piece.length
    if (length <= longestRequest) pieces.push(piece)
  }
  return length > longestRequest ? null : Buffer.concat(pieces)
}
