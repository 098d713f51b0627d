/** The four living roots of INS identifiers (reference: OID register of the ANS). */
export const insOids = {
  nir: '1.2.250.1.213.1.4.8',
  nia: '1.2.250.1.213.1.4.9',
  test: '1.2.250.1.213.1.4.10',
  demonstration: '1.2.250.1.213.1.4.11',
} as const

/** What a matricule is, from its OID: a NIR, a waiting number, or a number of test or demonstration. */
export type MatriculeNature = 'NIR' | 'NIA' | 'TEST' | 'DEMO'

/** The nature an OID gives, or `null` for an OID that is not one of INS. */
export function natureOfOid(oid: string): MatriculeNature | null {
  switch (oid) {
    case insOids.nir:
      return 'NIR'
    case insOids.nia:
      return 'NIA'
    case insOids.test:
      return 'TEST'
    case insOids.demonstration:
      return 'DEMO'
    default:
      return null
  }
}
