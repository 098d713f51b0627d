/** Somebody Pro Santé Connect knows. */
export interface SimulatedProfessional {
  readonly rpps: string
  readonly lastName: string
  readonly firstName: string
  readonly places: readonly SimulatedPlace[]
}

interface SimulatedPlace {
  readonly name: string
  /** `L`: self-employed; `S`: employed. */
  readonly mode: 'L' | 'S'
  readonly postalCode: string
}

/**
 * The professionals of the training cabinet, by the numbers its users have, and one who works elsewhere. The third doctor of
 * that cabinet, 99700000021, is unknown here on purpose.
 */
export const professionals: readonly SimulatedProfessional[] = [
  {
    rpps: '99700000005',
    lastName: 'MARCHAND',
    firstName: 'HELENE',
    places: [{ name: 'CABINET DU DR MARCHAND', mode: 'L', postalCode: '33780' }],
  },
  {
    rpps: '99700000013',
    lastName: 'BELKACEM',
    firstName: 'YANIS',
    places: [
      { name: 'CABINET DU DR BELKACEM', mode: 'L', postalCode: '33780' },
      { name: 'EHPAD LES OYATS', mode: 'S', postalCode: '33780' },
    ],
  },
  {
    rpps: '99700000039',
    lastName: 'AILLEURS',
    firstName: 'ALIX',
    places: [{ name: 'MAISON DE SANTE D AILLEURS', mode: 'L', postalCode: '17200' }],
  },
]

/** The professional of a national identifier, which is `8` and the RPPS. */
export function findProfessional(nationalId: string): SimulatedProfessional | undefined {
  return professionals.find(({ rpps }) => nationalId === `8${rpps}`)
}

/** The claims of `scope_all`, in the shape of the public example. */
export function claimsOf(professional: SimulatedProfessional): Readonly<Record<string, unknown>> {
  const { rpps, lastName, firstName, places } = professional
  const nationalId = `8${rpps}`
  return {
    SubjectNameID: nationalId,
    preferred_username: nationalId,
    given_name: firstName,
    family_name: lastName,
    SubjectRole: ['10^1.2.250.1.213.1.1.5.5'],
    Secteur_Activite: 'SA07^1.2.250.1.71.4.2.4',
    Palier_Authentification: 'APPPRIP3^1.2.250.1.213.1.5.1.1.1',
    PSI_Locale: '1.2.250.1.213.1.3.1.1',
    UITVersion: '1.0',
    otherIds: [{ identifiant: nationalId, origine: 'RPPS', qualite: 1 }],
    SubjectRefPro: {
      codeCivilite: 'M',
      exercices: [
        {
          codeProfession: '10',
          codeCategorieProfessionnelle: 'C',
          nomDexercice: lastName,
          prenomDexercice: firstName,
          codeTypeSavoirFaire: 'S',
          codeSavoirFaire: 'SM26',
          activities: places.map(({ name, mode, postalCode }, place) => ({
            codeModeExercice: mode,
            codeSecteurDactivite: mode === 'L' ? 'SA07' : 'SA10',
            identifiantTechniqueDeLaStructure: `R0000${place + 1}`,
            raisonSocialeSite: name,
            codePostal: postalCode,
          })),
        },
      ],
    },
  }
}
