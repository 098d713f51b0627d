import { certain, teleserviceProfile, unknown } from '../teleservice/profile.ts'

/** What is known of IMTi, which tells the declared médecin traitant, from the templates of an approved product of 2022. */
export const imtiProfile = {
  ...teleserviceProfile,
  /** Seen in 2022; versions may have moved. */
  action: certain('urn:MT:3.0.0:LireMT'),
  /** Its `ContexteBAM` names no emitter. */
  namesEmitter: certain(false),
  request: certain({ namespace: 'urn:ir:si_reqmt', root: 'SI_REQMT', time: 'Temps' }),
  beneficiary: certain({
    namespace: 'urn:siram:beneficiaire',
    root: 'BENEFICIAIRE',
    insuredNir: 'NirOD',
    number: 'Num',
    key: 'Cle',
    birthDate: 'DateNai',
    birthRank: 'RangNai',
    coverage: 'COUVERTURE',
    scheme: 'GrandRegime',
  }),
  /** Guess: in which of the two namespaces the root of the beneficiary stands is not told. */
  beneficiaryRootNamespace: unknown('urn:ir:si_reqmt'),
  /** Guess, by analogy with the request: nothing of the answer is public. */
  answer: unknown({ namespace: 'urn:ir:si_repmt', root: 'SI_REPMT' }),
} as const
