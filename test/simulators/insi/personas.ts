/** A number that somebody had before, as the service tells it: dates as they are, even inverted. */
export interface FormerNumber {
  readonly number: string
  readonly key: string
  readonly oid?: string
  readonly from?: string
  readonly to?: string
}

/** Somebody whom the simulated service knows. */
export interface Persona {
  readonly birthName: string
  /** All of them, a blank between two. */
  readonly firstNames: string
  readonly sex: 'F' | 'M'
  readonly birthDate: string
  /** COG; `null` when the service does not know it. */
  readonly birthPlace: string | null
  readonly number: string
  /** As the service gives it, right or wrong. */
  readonly key: string
  readonly oid: string
  readonly former?: readonly FormerNumber[]
  /** For a search with a Vitale card: who opens the rights (own number when absent), and the rank of birth (1). */
  readonly insured?: string
  readonly rank?: number
}

/** INS-NIR; the qualification service gives it too, and not that of tests. */
export const nirOid = '1.2.250.1.213.1.4.8'
/** INS-NIA. */
export const niaOid = '1.2.250.1.213.1.4.9'

const nir = (number: string, key: string) => ({ number, key, oid: nirOid })

/** The public fictitious people of the qualification platform and of the official tests. `LEONARDO DE VINCI` are two. */
export const publicPersonas: readonly Persona[] = [
  {
    birthName: 'ADRUN',
    firstNames: 'ZOE',
    sex: 'F',
    birthDate: '1975-12-31',
    birthPlace: '63220',
    ...nir('2751263220749', '74'),
  },
  {
    birthName: 'ADRTROIS',
    firstNames: 'DOMINIQUE',
    sex: 'F',
    birthDate: '1997-02-26',
    birthPlace: '2A020',
    ...nir('297022A020778', '78'),
  },
  {
    birthName: 'ADRTROIS',
    firstNames: 'TOUSSAINT',
    sex: 'M',
    birthDate: '1960-01-01',
    birthPlace: '2B020',
    ...nir('160012B020777', '13'),
  },
  {
    birthName: 'ECETINSI',
    firstNames: 'PIERRE-ALAIN MURIEL FLORIANT',
    sex: 'M',
    birthDate: '2009-07-14',
    birthPlace: '63220',
    ...nir('1090763220834', '89'),
    former: [{ number: '2090763220834', key: '39', from: '2019-03-01', to: '2019-02-28' }],
  },
  {
    birthName: 'NESSI',
    firstNames: 'MICHELANGELO ANTHONY',
    sex: 'M',
    birthDate: '2010-08-07',
    birthPlace: '63220',
    ...nir('1100863220830', '60'),
  },
  {
    birthName: 'TCHITCHI',
    firstNames: 'CATARINA BELLA',
    sex: 'F',
    birthDate: '1936-06-21',
    birthPlace: '63220',
    ...nir('2360663220836', '56'),
  },
  {
    birthName: 'CORSE',
    firstNames: 'ANTHONY',
    sex: 'M',
    birthDate: '1980-03-02',
    birthPlace: '2B020',
    ...nir('180032B020401', '23'),
    former: [{ number: '180032B020401', key: '23' }],
  },
  {
    birthName: 'HERMANN',
    firstNames: 'GATIEN',
    sex: 'M',
    birthDate: '1981-03-24',
    birthPlace: '63220',
    ...nir('1810363220456', '60'),
    former: [
      { number: '1810363220456', key: '60' },
      { number: '2810363220456', key: '10' },
    ],
  },
  {
    birthName: 'PROVISOIRE',
    firstNames: 'MATRICULE',
    sex: 'M',
    birthDate: '2009-07-01',
    birthPlace: '63220',
    number: '1090763220888',
    key: '35',
    oid: niaOid,
  },
  // Two, whom the other first names or the place of birth tell apart. Their numbers are ours: the service gives none.
  {
    birthName: 'DE VINCI',
    firstNames: 'LEONARDO SER',
    sex: 'M',
    birthDate: '2014-02-01',
    birthPlace: '63220',
    ...nir('1140263220001', '15'),
  },
  {
    birthName: 'DE VINCI',
    firstNames: 'LEONARDO PIERO',
    sex: 'M',
    birthDate: '2014-02-01',
    birthPlace: '63113',
    ...nir('1140263113001', '24'),
  },
]

/** For whom the qualification platform once answered by a fault. */
export const brokenPersona = { birthName: "D'AEION", firstName: 'COEUR' } as const

/** What is searched for by traits. */
export interface TraitsSought {
  readonly birthName: string
  readonly firstName: string
  readonly sex: string
  readonly birthDate: string
  readonly birthPlace: string | null
}

/** Those whom the traits fit: the first name sent is the beginning of theirs, hyphens and apostrophes counting as blanks. */
export function fitting(people: readonly Persona[], sought: TraitsSought): readonly Persona[] {
  const words = (text: string) => text.split(/[ '-]+/).filter((word) => word !== '')
  const wanted = words(sought.firstName)
  return people.filter((one) => {
    const theirs = words(one.firstNames)
    return (
      one.birthName === sought.birthName &&
      one.sex === sought.sex &&
      one.birthDate === sought.birthDate &&
      (sought.birthPlace === null || sought.birthPlace === one.birthPlace) &&
      wanted.length > 0 &&
      wanted.every((word, at) => word === theirs[at])
    )
  })
}

/** What a Vitale card says of somebody. */
export interface CardSought {
  readonly own: string | null
  readonly insured: string | null
  readonly birthDate: string
  readonly rank: string
}

/** Those whom a card stands for: their own number, or the number of the insured with the date and rank of birth. */
export function onCard(people: readonly Persona[], { own, insured, birthDate, rank }: CardSought): readonly Persona[] {
  return people.filter(
    (one) =>
      one.birthDate === birthDate &&
      (own === null
        ? (one.insured ?? one.number) === insured && String(one.rank ?? 1) === rank
        : one.number === own || (one.former ?? []).some(({ number }) => number === own)),
  )
}
