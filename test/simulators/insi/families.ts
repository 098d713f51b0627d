import { niaOid, nirOid, type Persona } from './personas.ts'

/**
 * Whom the simulated service knows besides the public personas: the people of the training cabinet and of its Vitale cards, a few
 * whose civil status is of the kind that makes searches fail, and families that are generated. All invented: order numbers are 900
 * and above, which no commune of theirs reaches in a month. Written here as a service of its own would hold them, in its capitals.
 */

/** Key of a number: 97 less the remainder of its division by 97, `2A` counting as 19 and `2B` as 18. Two digits. */
export function keyOf(number: string): string {
  const digits = number.replace(/^(.{5})2A/, '$119').replace(/^(.{5})2B/, '$118')
  return String(97n - (BigInt(digits) % 97n)).padStart(2, '0')
}

/** Number of somebody, without its key: sex, year, month, commune or country, order. */
export function numberOf(sex: 'F' | 'M', birthDate: string, place: string, order: number): string {
  const [year = '', month = ''] = birthDate.split('-')
  // Of those whose month is not known.
  const written = month === '00' ? '20' : month
  return `${sex === 'M' ? 1 : 2}${year.slice(2)}${written}${place}${String(order).padStart(3, '0')}`
}

type More = Partial<Pick<Persona, 'former' | 'insured' | 'rank' | 'birthPlace' | 'oid'>>

function someone(
  birthName: string,
  firstNames: string,
  sex: 'F' | 'M',
  birthDate: string,
  place: string,
  order: number,
  more: More = {},
): Persona {
  const number = numberOf(sex, birthDate, place, order)
  return { birthName, firstNames, sex, birthDate, birthPlace: place, number, key: keyOf(number), oid: nirOid, ...more }
}

/** Number of Françoise LACAZE, née BERTIN, by whom her grandson is insured. */
const francoise = numberOf('F', '1958-11-09', '33514', 987)

/**
 * The people whom the training cabinet shows, under their birth names. Éric LACHAUD is not among them: nobody of his name is found,
 * which is what his record says.
 */
export const trainingPeople: readonly Persona[] = [
  someone('BERTIN', 'FRANCOISE', 'F', '1958-11-09', '33514', 987),
  someone('LACAZE', 'MICHEL', 'M', '1955-03-23', '33541', 923),
  someone('LACAZE', 'GABIN', 'M', '2016-04-12', '33240', 931, { insured: francoise }),
  someone('LACAVE', 'ANNIE', 'F', '1947-05-02', '33544', 902),
  someone('LACOSTE', 'MARTINE', 'F', '1956-08-17', '33240', 903),
  someone('LACAN', 'JEAN-PIERRE', 'M', '1950-01-21', '33514', 904),
  someone('LACASSAGNE', 'INES', 'F', '2019-06-30', '33240', 905),
  someone('POUJOL', 'BERNADETTE', 'F', '1939-12-11', '33314', 906),
  someone('LACAZE', 'MANON', 'F', '2001-07-14', '33302', 986),
  // The other one: only her place of birth and her second first name tell them apart.
  someone('LACAZE', 'MANON ELISE', 'F', '2001-07-14', '33240', 907),
  someone('SARRAZIN', 'JOSETTE', 'F', '1944-02-25', '33240', 908),
  someone('LACOMBE', 'THEO', 'M', '2012-09-19', '33240', 909),
  someone('LACOSTE', 'GERARD', 'M', '1952-04-08', '33314', 910),
  someone('BENSAID', 'AICHA', 'F', '1983-11-27', '74290', 921),
  someone('ARNAUD', 'THERESE', 'F', '1963-06-03', '33240', 911),
  someone('LACROIX', 'ANNE-SOPHIE', 'F', '1990-01-15', '33240', 912),
  someone('LACROUTS', 'BENOIT', 'M', '1978-12-12', '33514', 913),
  someone('CHERKAOUI', 'NADIA', 'F', '1995-03-04', '99350', 914),
  someone('LACAZE', 'SIMONE', 'F', '1936-10-28', '33544', 915),
  someone('LACOMBE', 'LUCIE', 'F', '1988-05-16', '33240', 916),
  someone('LACOSTE', 'COLETTE', 'F', '1949-07-22', '33314', 917),
  someone('GARNIER', 'LUCIEN', 'M', '1951-02-17', '33514', 918),
]

const mother = someone('DE LA FUENTE', "ROSE-MARIE ANNE L'ANGE", 'F', '1986-02-09', '33240', 941)
const waiting = numberOf('F', '2019-08-23', '99352', 951)

/** People whose civil status or number is one of those that a cabinet writes otherwise, or that a program may get wrong. */
export const uncommonPeople: readonly Persona[] = [
  mother,
  // Twins of another name than their mother’s, insured by her: the rank of birth tells their card lines apart.
  someone('MARTIN--DE LA FUENTE', 'ZOE', 'F', '2018-05-30', '33240', 942, { insured: mother.number, rank: 1 }),
  someone('MARTIN--DE LA FUENTE', 'NOE', 'M', '2018-05-30', '33240', 943, { insured: mother.number, rank: 2 }),
  someone("D'ALMEIDA", 'JEAN-BAPTISTE MARIE', 'M', '1979-10-05', '99139', 944),
  someone('LUCCIONI', 'ANGE DOMINIQUE', 'M', '1969-08-15', '2A004', 945),
  someone('LUCCIONI', 'LETIZIA', 'F', '1999-12-01', '2B033', 946),
  // Two first names that are one, the first with a hyphen and the second with a blank.
  someone('SAINT-MARTIN', 'ANNE SOPHIE', 'F', '1992-03-17', '33514', 947),
  // Called by his third first name.
  someone('ETCHEGARAY', 'JOSEPH MARCEL PEIO', 'M', '1961-11-11', '64430', 948),
  // Of the birth date only the year is known, and of the place nothing.
  someone('TRAORE', 'AWA', 'F', '1948-00-00', '99335', 949, { birthPlace: null }),
  // A lunar date: such a month is no month, and is sent as it is.
  someone('EL AMRANI', 'FATIMA', 'F', '1951-13-01', '99350', 950),
  // Waiting for a number.
  someone('BENALI', 'YASMINE', 'F', '2021-01-19', '99352', 952, { oid: niaOid }),
  // Waited for one: its dates are in the wrong order, as the living service writes them.
  someone('BENALI', 'LINA', 'F', '2019-08-23', '99352', 953, {
    former: [{ number: waiting, key: keyOf(waiting), oid: niaOid, from: '2022-03-01', to: '2022-02-28' }],
  }),
  // Whose sex was corrected: the number changed with it.
  someone('NOGARO', 'CAMILLE', 'M', '1997-04-02', '33240', 954, {
    former: [
      {
        number: numberOf('F', '1997-04-02', '33240', 955),
        key: keyOf(numberOf('F', '1997-04-02', '33240', 955)),
        from: '2006-09-01',
        to: '2024-05-31',
      },
    ],
  }),
  // Father and son.
  someone('LABORDE', 'PIERRE JEAN', 'M', '1958-01-30', '33240', 956),
  someone('LABORDE', 'PIERRE', 'M', '1984-01-30', '33240', 957),
  // Born the same day under the same names, in the same commune: nothing but the number tells them apart.
  someone('MARTIN', 'MARIE', 'F', '1970-05-05', '33063', 958),
  someone('MARTIN', 'MARIE', 'F', '1970-05-05', '33063', 959),
]

const names =
  'ARRIEUMERLOU BARRERE CAMPAGNE DARRIGADE ESCOUBET FAUGERE GALHARET HOSTEINS IRIGARAY JUZAN LABASTUGUE MAUVEZIN NERCAM OSPITAL PEYRUSE QUERE RIBEYRON SEGUINEAU TARTAS USSEGLIO VERDALLE YZERN'.split(
    ' ',
  )
const women = 'LOUISE JEANNE CAMILLE NATHALIE SYLVIE LEA CHLOE ANNE-LAURE MARIE-CLAUDE AGATHE'.split(' ')
const men = 'PAUL HENRI ANTOINE JEAN-LUC HUGO MARC-ANTOINE LOUIS GABRIEL THOMAS ETIENNE'.split(' ')
const towns = ['33240', '33514', '33544', '33314', '33541', '64430', '2A020', '2B020', '33302'] as const

/**
 * So many households, the same ones for the same `seed`: two parents, up to three children whom one of them insures, and now and then
 * twins. Order numbers begin at 960, so that nobody of {@link trainingPeople} is met.
 */
export function generatedFamilies(households: number, seed = 6): readonly Persona[] {
  let state = seed | 0
  // Chance that is the same each time (mulberry32): for invented people only.
  const below = (limit: number): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit
  }
  const one = <T>(of: readonly T[]): T => of[below(of.length)] as T
  const taken = new Set<string>()
  const people: Persona[] = []
  const born = (birthName: string, sex: 'F' | 'M', birthDate: string, more: More = {}): Persona => {
    const firsts = sex === 'F' ? women : men
    const called = [...new Set([one(firsts), ...Array.from({ length: below(3) }, () => one(firsts))])].join(' ')
    for (;;) {
      const person = someone(birthName, called, sex, birthDate, one(towns), 960 + below(40), more)
      if (taken.has(person.number)) continue
      taken.add(person.number)
      people.push(person)
      return person
    }
  }
  const dayOf = (year: number) =>
    `${year}-${String(1 + below(12)).padStart(2, '0')}-${String(1 + below(28)).padStart(2, '0')}`
  for (let household = 0; household < households; household += 1) {
    const eldest = 1935 + below(60)
    const father = born(one(names), 'M', dayOf(eldest))
    const wife = born(one(names), 'F', dayOf(eldest + below(7)))
    const insured = below(2) === 0 ? wife.number : father.number
    for (let child = 0, year = eldest + 24; child < below(4) && year < 2026; child += 1, year += 1 + below(4)) {
      const date = dayOf(year)
      born(father.birthName, below(2) === 0 ? 'F' : 'M', date, { insured })
      if (below(12) === 0) born(father.birthName, below(2) === 0 ? 'F' : 'M', date, { insured, rank: 2 })
    }
  }
  return people
}

/** Everybody whom the simulator knows when it is not told otherwise, besides the public personas. */
export const familyPersonas: readonly Persona[] = [...trainingPeople, ...uncommonPeople, ...generatedFamilies(120)]
