import { certain, likely, teleserviceProfile, unknown } from '../teleservice/profile.ts'

/**
 * What is known of HRi, the history of reimbursements, from the templates of an approved product of 2022. No request is written from
 * it yet: it needs the assertion of the Vitale card, of which nothing is public, and the whole content of that card.
 */
export const hriProfile = {
  ...teleserviceProfile,
  /** Seen in 2022; versions may have moved. */
  action: certain('urn:HR:1.1.0:ConsulterHistorique'),
  request: certain({ namespace: 'http://www.InterRegimes.fr/HR5', root: 'ConsulterHistorique' }),
  /** The assertion of the professional and that of the Vitale card, always: the card must be there. */
  assertions: certain(['professional', 'vitale']),
  person: certain({
    namespace: 'http://www.InterRegimes.fr/namespace/EXP/0/0',
    root: 'RequetePersonne',
    version: { name: 'PGMD_Version', value: '1.4' },
    profile: { name: 'PGMD_Profil', value: 'WPSREQ' },
    profileVersion: { name: 'Profil_Version', value: '1.7' },
  }),
  objectCodes: certain(['AM', 'RD', 'LB', 'OF', 'CP', 'TR', 'IJ']),
  /** What they stand for, inferred from their letters; the key is the code. */
  objectMeanings: likely({
    AM: 'medical acts',
    RD: 'radiology',
    LB: 'laboratory',
    OF: 'pharmacy',
    CP: 'other care',
    TR: 'transport',
    IJ: 'daily allowances',
  }),
  vitale: certain({ namespace: 'http://www.sesam-vitale.fr/XMLschemas/Vitale', root: 'donneesVitale', level: '01.00' }),
  cps: certain({ namespace: 'http://www.sesam-vitale.fr/XMLschemas/CPS', root: 'donneesCPS', level: '01.00' }),
  /** Guess: nothing of the answer is public, not even its root. */
  answer: unknown({ namespace: 'http://www.InterRegimes.fr/HR5', root: 'ConsulterHistoriqueReponse' }),
} as const
