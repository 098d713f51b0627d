import { randomUUID } from 'node:crypto'
import type { InsiCall, TraitsSearch } from '#main/protocols/insi/request.ts'
import { cardAssertion, issuerOf, signatureGoesAfter } from '#main/protocols/teleservice/assertion.ts'
import type { ProfessionalClaims } from '#main/protocols/teleservice/assertion.ts'
import { readCertificate } from '#main/protocols/professional-certificate.ts'
import { type DigestSigner, signEnveloped } from '#main/protocols/xml-signature.ts'
import type { Xml } from '#main/protocols/xml-writing.ts'

/** A doctor of the tests. */
export const doctor: Omit<ProfessionalClaims, 'id' | 'at'> = {
  nationalId: '899700000017',
  billingId: '631012345',
  amoSpecialty: '01',
  sector: 'SA07',
  profession: null,
}

/** What identifies one call: drawn at random, as a caller does. */
export function callBy(
  proof: InsiCall['proof'],
  more: { emitter?: string; authorisation?: string; at?: string } = {},
): InsiCall {
  return {
    identity: {
      messageId: randomUUID(),
      bamId: randomUUID(),
      lpsId: randomUUID(),
      at: more.at ?? new Date().toISOString(),
      emitter: more.emitter ?? doctor.nationalId,
    },
    software: {
      authorisation: more.authorisation ?? 'FORMATION0000001',
      version: '0.1.0',
      instance: '00000000-0000-4000-8000-000000000004',
      name: 'cabinet-ouvert',
    },
    proof,
  }
}

/** The assertion of a card, signed by it. */
export async function signedAssertion(
  certificate: Uint8Array,
  sign: DigestSigner,
  claims: Partial<ProfessionalClaims> = {},
): Promise<Xml> {
  const read = readCertificate(certificate)
  const issuer = read.ok ? issuerOf(read.certificate.subject) : null
  if (issuer === null) throw new Error('a certificate of the tests is read')
  const xml = cardAssertion({ ...doctor, id: randomUUID(), at: new Date().toISOString(), ...claims }, issuer)
  return await signEnveloped({ xml, after: signatureGoesAfter, certificate }, sign)
}

/** Somebody to search for. */
export function traits(
  birthName: string,
  firstNames: string,
  sex: 'F' | 'M',
  birthDate: string,
  birthPlaceCode: string | null = null,
): TraitsSearch {
  return { birthName, firstNames, sex, birthDate, birthPlaceCode }
}
