import { certain, likely, teleserviceProfile, unknown } from '../teleservice/profile.ts'

/**
 * Every name of the wire of ADRi. The request was seen in the templates of an approved product; **of the answer, no schema is public**:
 * its content is known from what a middleware makes of it, its names are guesses, and they are all here.
 */
export const adriProfile = {
  ...teleserviceProfile,
  action: certain('urn:adr:1.1.0:acquerirLesDroits'),
  /** Unlike INSi: a bare UUID. */
  messageIdPrefix: certain(''),
  /** Unlike INSi: the plain name. */
  softwareName: certain({ prefix: '' }),
  request: certain({
    namespace: 'urn:ir:se_req_adr',
    root: 'Requete',
    referenceDate: 'DatedeReference',
    beneficiary: 'BeneficiaireDeSoins',
    certifiedNir: 'NIRcertifie',
    birthDate: 'DatedeNaissance',
    situation: 'SituationAdministrativeAMO',
    birthRank: 'RangdeNaissance',
    insured: 'Assure',
    insuredNir: 'NIRassure',
    number: 'Num',
    key: 'Cle',
  }),
  /**
   * Guess, by analogy with the request (`urn:ir:se_req_adr`). The answer is therefore read by local names, in any namespace, and
   * the namespace that came is told.
   */
  answerNamespace: unknown('urn:ir:se_rep_adr'),
  /**
   * Guess: the names under which a middleware gives the same content, as elements. Their content is certain: `00000000` is no
   * date, dates are `AAAAMMJJ`.
   */
  answer: unknown({
    root: 'Reponse',
    answeredOn: 'dateReponse',
    beneficiary: 'beneficiaire',
    usedName: 'nomUsuel',
    birthName: 'nomPatronymique',
    firstName: 'prenom',
    addressLine: 'adresse',
    certifiedNir: 'noNIRCertifie',
    birthDate: 'dateNaissance',
    birthRank: 'rangGemellaire',
    quality: 'qualite',
    familyDoctor: 'topMedecinTraitant',
    amoService: 'codeServiceAMO',
    amoServiceFrom: 'dateDebutServiceAMO',
    amoServiceTo: 'dateFinServiceAMO',
    amoPeriod: 'periodeAMO',
    coverage: 'codeCouverture',
    from: 'dateDebut',
    to: 'dateFin',
    group: 'groupe',
    ald: 'codeALD',
    situation: 'codeSituation',
    fundGroup: 'organisme',
    scheme: 'codeRegime',
    fund: 'codeCaisse',
    centre: 'centrePrestation',
    presentation: 'codePresentationSupportAMO',
    mutual: 'mutuelle',
    mutualNumber: 'noIdentification',
    mutualTreatment: 'indicateurTraitement',
    mutualRouting: 'codeAiguillageSTS',
    mutualServiceType: 'typeServicesAssocies',
    mutualServices: 'servicesAssociesAuContrat',
    mutualGuarantees: 'codeGarantiesComplementaires',
  }),
  /** Whom the person is to the insured, as cards write it (a free program that read them published the list). */
  qualityMeanings: likely({
    '0': 'insured',
    '1': 'relative',
    '2': 'spouse',
    '3': 'divorced-spouse',
    '4': 'partner',
    '5': 'separated-spouse',
    '6': 'child',
    '8': 'widowed-spouse',
    '9': 'other',
  }),
  /** `codeServiceAMO`, padded to two digits: published with cards when the « C2S » was called « CMU complémentaire ». */
  serviceMeanings: likely({ '00': 'none', '01': 'c2s', '02': 'c2s', '03': 'c2s', '10': 'leaving-c2s' }),
  /** `0` is treated as « none declared » by a middleware; `1` is inferred from it; the empty text tells nothing. */
  familyDoctorMeanings: likely({ '0': 'none', '1': 'declared' }),
  /**
   * `codeSituation`. Only `0100`, the common one, was seen; the table of the others belongs to contracts. **The rest is ours**,
   * in letters, which no fund writes: a real code is shown as it came until its meaning is put here, never a wrong one.
   */
  situationMeanings: unknown({
    '0100': 'none',
    FMAT: 'maternity',
    FACC: 'work-accident',
    FINV: 'disability',
    FAME: 'state-medical-aid',
    FALM: 'alsace-moselle',
  }),
} as const
