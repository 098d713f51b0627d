import type { Persona } from './personas.ts'

/** An identity as it is asked about: texts by the path of their elements. */
export type AskedIdentity = Readonly<Record<string, string>>

/** How the simulated service takes batches. */
export interface VerificationChoice {
  /** How long a batch takes, in seconds. Default: 0. */
  readonly waitSeconds?: number
  /** How many identities it verifies in a second, one batch after the other. Default: as many as are asked. */
  readonly perSecond?: number
  /** Of so many people whom it does not know, one is no longer right, always the same ones. Default: nobody is. */
  readonly wrongOneIn?: number
}

interface Batch {
  readonly rows: readonly AskedIdentity[]
  readonly readyAt: number
}

const soap = 'http://www.w3.org/2003/05/soap-envelope'
const result = 'http://www.cnamts.fr/INSiResultatVerif'

/**
 * WS_INS3 to WS_INS5, whose specification is not public: our guess of them, written apart from the program’s.
 * Somebody it does not know is right as long as the number is one that these traits can have, so that a cabinet of invented
 * people may be verified.
 */
export class VerificationService {
  readonly #people: readonly Persona[]
  readonly #now: () => number
  readonly #choice: Required<VerificationChoice>
  readonly #batches = new Map<string, Batch>()
  #busyUntil = 0
  /** How many times each number was asked about. */
  readonly asked = new Map<string, number>()

  constructor(people: readonly Persona[], now: () => number, choice: VerificationChoice = {}) {
    this.#people = people
    this.#now = now
    this.#choice = {
      waitSeconds: 0,
      perSecond: Number.POSITIVE_INFINITY,
      wrongOneIn: Number.POSITIVE_INFINITY,
      ...choice,
    }
  }

  unit(identity: AskedIdentity): { readonly code: string; readonly body: string } {
    this.#count(identity)
    const code = this.#judge(identity)
    return { code, body: enveloped('RESULTATVERIF', report(code)) }
  }

  /** The same batch again is the batch that is there. */
  deposit(batchId: string, rows: readonly AskedIdentity[]): { readonly code: string; readonly body: string } {
    let batch = this.#batches.get(batchId)
    if (batch === undefined) {
      const { waitSeconds, perSecond } = this.#choice
      this.#busyUntil = Math.max(this.#busyUntil, this.#now()) + (rows.length / perSecond) * 1_000
      batch = { rows, readyAt: this.#busyUntil + waitSeconds * 1_000 }
      this.#batches.set(batchId, batch)
      for (const row of rows) this.#count(row)
    }
    return { code: '00', body: enveloped('ACCUSELOT', report('00') + tag('IdLot', batchId) + this.#wait(batch)) }
  }

  collect(batchId: string): { readonly code: string; readonly body: string } {
    const batch = this.#batches.get(batchId)
    const name = tag('IdLot', batchId)
    if (batch === undefined) return { code: '04', body: enveloped('RESULTATLOT', report('04') + name) }
    if (batch.readyAt > this.#now()) {
      return { code: '03', body: enveloped('RESULTATLOT', report('03') + name + this.#wait(batch)) }
    }
    // Not in the order in which they were deposited: nothing says that they would be.
    const rows = batch.rows
      .toReversed()
      .map((row) => tag('IDENTITE', tag('Reference', row['Reference'] ?? '') + report(this.#judge(row))))
    return { code: '00', body: enveloped('RESULTATLOT', report('00') + name + rows.join('')) }
  }

  /** Loses every batch, as a service that was restored. */
  forget(): void {
    this.#batches.clear()
  }

  #wait({ readyAt }: Batch): string {
    return tag('DelaiSecondes', String(Math.max(0, Math.ceil((readyAt - this.#now()) / 1_000))))
  }

  #count(identity: AskedIdentity): void {
    const number = identity['MatriculeIndividu/NumIdentifiant'] ?? ''
    this.asked.set(number, (this.asked.get(number) ?? 0) + 1)
  }

  #judge(identity: AskedIdentity): string {
    const number = identity['MatriculeIndividu/NumIdentifiant'] ?? ''
    const known = this.#people.find((one) => one.number === number)
    if (known === undefined) {
      const isFormer = this.#people.some((one) => (one.former ?? []).some((former) => former.number === number))
      return !isFormer && isNumberOf(number, identity) && !isWrong(number, this.#choice.wrongOneIn) ? '00' : '01'
    }
    const place = identity['LieuNaissance']
    const isRight =
      identity['OID'] === known.oid &&
      identity['NomNaissance'] === known.birthName &&
      identity['ListePrenom'] === known.firstNames &&
      identity['Sexe'] === known.sex &&
      identity['DateNaissance'] === known.birthDate &&
      (place === undefined || known.birthPlace === null || place === known.birthPlace)
    return isRight ? '00' : '01'
  }
}

/** Sex, year, month and place of birth are in the number. */
function isNumberOf(number: string, identity: AskedIdentity): boolean {
  const [year = '', month = ''] = (identity['DateNaissance'] ?? '').split('-')
  const place = identity['LieuNaissance'] ?? ''
  return (
    number.startsWith(identity['Sexe'] === 'F' ? '2' : '1') &&
    number.slice(1, 5) === `${year.slice(2)}${month}` &&
    (place === '' || number.slice(5, 10) === place)
  )
}

/** By the order number of their birth, which no other trait tells. */
function isWrong(number: string, oneIn: number): boolean {
  // What is left of a number by one without end is itself: the first born would be wrong where nobody is.
  return Number.isFinite(oneIn) && Number(number.slice(10)) % oneIn === 1
}

const labels: Readonly<Record<string, string>> = {
  '00': 'OK',
  '01': 'Identite KO',
  '03': 'Traitement en cours',
  '04': 'Lot inconnu',
}

function tag(name: string, content: string): string {
  return `<${name}>${content}</${name}>`
}

function report(code: string): string {
  return tag('CR', tag('CodeCR', code) + tag('LibelleCR', labels[code] ?? ''))
}

function enveloped(root: string, content: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?><env:Envelope xmlns:env="${soap}"><env:Body><${root} xmlns="${result}">${content}</${root}></env:Body></env:Envelope>`
}
