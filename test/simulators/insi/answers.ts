import { type FormerNumber, nirOid, type Persona } from './personas.ts'
import { rightsContent } from './rights.ts'

/** How an answer is written: same content. */
export type Writing =
  /** As the living service: prefix `env`, the result in the default namespace, prefixes declared for nothing. */
  | 'live'
  /** Other prefixes everywhere. */
  | 'prefixed'
  /** As an official test: dates before the number, and the traits before the numbers. */
  | 'out-of-order'

/** Answer codes and the words beside them, without accents on the wire. */
const labels = { '00': 'OK', '01': 'Aucune identite trouvee', '02': 'Plusieurs identites trouvees' } as const
/** One of them. */
export type AnswerCode = keyof typeof labels

const soap = 'http://www.w3.org/2003/05/soap-envelope'
const result = 'http://www.cnamts.fr/INSiResultat'

/** An answer of INSi; `person` for `00` only. */
export function resultAnswer(code: AnswerCode, person: Persona | null, writing: Writing = 'live'): string {
  const p = writing === 'prefixed' ? 'ns7:' : ''
  const tag = (name: string, content: string) => `<${p}${name}>${content}</${p}${name}>`
  const matricule = (name: string, { number, key, oid, from, to }: FormerNumber) => {
    const dates = (from === undefined ? '' : tag('DateDeb', from)) + (to === undefined ? '' : tag('DateFin', to))
    const identifier = tag('IdIndividu', tag('NumIdentifiant', number) + tag('Cle', key))
    const rest = tag('OID', oid ?? nirOid)
    return tag(name, writing === 'out-of-order' ? dates + identifier + rest : identifier + rest + dates)
  }
  const report = tag('CR', tag('CodeCR', code) + tag('LibelleCR', labels[code]))
  let individual = ''
  if (person !== null) {
    const numbers =
      matricule('INSACTIF', person) + (person.former ?? []).map((one) => matricule('INSHISTO', one)).join('')
    const traits = tag(
      'TIQ',
      tag('NomNaissance', escape(person.birthName)) +
        tag('ListePrenom', escape(person.firstNames)) +
        tag('Sexe', person.sex) +
        tag('DateNaissance', person.birthDate) +
        (person.birthPlace === null ? '' : tag('LieuNaissance', person.birthPlace)),
    )
    individual = tag('INDIVIDU', writing === 'out-of-order' ? traits + numbers : numbers + traits)
  }
  const content = writing === 'out-of-order' ? individual + report : report + individual
  const declared =
    writing === 'prefixed'
      ? ` xmlns:ns7="${result}"`
      : ` xmlns="${result}" xmlns:ns2="http://www.cnamts.fr/INSiRecSans" xmlns:ns3="urn:siram:bam:ctxbam"`
  return enveloped(`<${p}RESULTAT${declared}>${content}</${p}RESULTAT>`, writing === 'prefixed' ? 'S' : 'env')
}

/** A fault, as the two layers of the service write them. */
export interface SimulatedFault {
  readonly side: 'Sender' | 'Receiver'
  /** `siram_40`; none where the service gives none. */
  readonly subcode: string | null
  /** `insi_102`. */
  readonly code: string | null
  readonly severity?: string
  readonly text?: string
  /** Some faults do not say which message they answer. */
  readonly isAnonymous?: true
}

/** A fault in its envelope; goes with HTTP 500. */
export function faultAnswer(fault: SimulatedFault, messageId: string | null): string {
  const { side, subcode, code, severity = 'erreur', text = 'Erreur technique', isAnonymous } = fault
  const sub = subcode === null ? '' : `<env:Subcode><env:Value>env:${subcode}</env:Value></env:Subcode>`
  const echo = messageId === null || isAnonymous === true ? '' : ` messageID="${escape(messageId)}"`
  const error =
    code === null
      ? ''
      : `<env:Detail><siram:Erreur xmlns:siram="urn:siram" code="${code}" severite="${severity}"${echo}>${escape(text)}</siram:Erreur></env:Detail>`
  return enveloped(
    `<env:Fault><env:Code><env:Value>env:${side}</env:Value>${sub}</env:Code><env:Reason><env:Text xml:lang="en">Error</env:Text><env:Text xml:lang="fr">${escape(text)}</env:Text></env:Reason>${error}</env:Fault>`,
    'env',
  )
}

/** Rights, in a shape that is a guess: see `rightsContent`. */
export function rightsAnswer(person: Persona, on: string): string {
  return enveloped(rightsContent(person, on), 'env')
}

function enveloped(content: string, prefix: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?><${prefix}:Envelope xmlns:${prefix}="${soap}"><${prefix}:Body>${content}</${prefix}:Body></${prefix}:Envelope>`
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
