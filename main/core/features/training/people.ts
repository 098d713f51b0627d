import type { CivilStatusFields, InsAttribute, InsStatus } from '#app/features/patients/model.ts'
import { nirKey, unknownStatus } from '#core/features/patients/index.ts'
import { Chance } from './chance.ts'
import { insiPersonas, type KnownPatient, shownPeople } from './known-people.ts'
import { abroad, firstNamesOf, professions, streets, surnames, townsAround } from './names.ts'

/** A commune small enough for no 900 births in a month. */
export interface SmallTown {
  readonly code: string
  readonly name: string
}

/** Someone invented. */
export interface InventedPatient {
  readonly fields: CivilStatusFields
  readonly fileNumber: number
  readonly insStatus: InsStatus
  readonly insAttributes: readonly InsAttribute[]
  readonly insKo: boolean
  /** 13 characters: the number of this person, whether the cabinet was told it or not. */
  readonly ownMatricule: string
  /** One of those that are always there. */
  readonly known: boolean
  readonly tags: readonly TrainingTag[]
}

/** Tags of the training cabinet: name, colour, whether they hide the record. */
export const trainingTags = {
  Sorti: { color: 'grey', hidesRecord: true },
  Archivé: { color: 'violet', hidesRecord: true },
  Inactif: { color: 'grey', hidesRecord: true },
  ALD: { color: 'amber', hidesRecord: false },
  EHPAD: { color: 'blue', hidesRecord: false },
  Maternité: { color: 'teal', hidesRecord: false },
  Diabète: { color: 'red', hidesRecord: false },
} as const
export type TrainingTag = keyof typeof trainingTags

interface Household {
  readonly addressLine: string
  readonly town: readonly [string, string]
  readonly phone: string
}

interface Draft {
  readonly sex: 'F' | 'M'
  readonly birthName: string
  readonly usedName: string
  readonly year: number
  readonly home: Household
  /** Same day and mother: a twin. */
  readonly birthDate?: string
  readonly insured?: string
  readonly firstNameNot?: string
}

/**
 * Invents patients, household after household, the same ones for the same seed: the people of the manual, the public
 * INSi personas, then families. No real person: order numbers of the NIR are 900 and above, in communes where no 900
 * children are born in a month; telephones are of the ranges ARCEP keeps for fiction.
 */
export class Inventor {
  readonly #chance: Chance
  readonly #today: string
  readonly #year: number
  readonly #towns: readonly [SmallTown, ...SmallTown[]]
  readonly #matricules = new Set<string>()
  readonly #taken: ReadonlySet<number>
  #lastNumber = 0

  constructor(seed: number, today: string, towns: readonly [SmallTown, ...SmallTown[]]) {
    this.#chance = new Chance(seed)
    this.#today = today
    this.#year = Number(today.slice(0, 4))
    this.#towns = towns
    this.#taken = new Set(shownPeople.flatMap((one) => (one.fileNumber === undefined ? [] : [one.fileNumber])))
  }

  /** `count` patients, one at a time. */
  *patients(count: number): Generator<InventedPatient> {
    let made = 0
    for (const patient of this.#everyone()) {
      if (made === count) return
      made += 1
      yield patient
    }
  }

  *#everyone(): Generator<InventedPatient> {
    for (const known of [...shownPeople, ...insiPersonas]) yield this.#known(known)
    for (;;) yield* this.#household()
  }

  *#household(): Generator<InventedPatient> {
    const chance = this.#chance
    const home = this.#home()
    const name = this.#surname()
    const kind = chance.between(1, 100)
    const age = kind <= 45 ? chance.between(28, 52) : kind <= 75 ? chance.between(58, 92) : chance.between(19, 97)
    const eldest = this.#year - (kind === 100 ? chance.between(98, 107) : age)
    if (kind > 75) {
      const sex = chance.happens(0.55) ? 'F' : 'M'
      const married = sex === 'F' && eldest < this.#year - 35 && chance.happens(0.6)
      const alone = { sex, birthName: married ? this.#surname() : name, usedName: name, year: eldest, home } as const
      const first = this.#person(alone)
      yield first
      // Someone else bears the same names: rarely, another person; more rarely, born the same day.
      if (chance.happens(0.012)) {
        const [day] = [first.fields.birthDate]
        const homonym = this.#person({
          ...alone,
          home: this.#home(),
          ...(chance.happens(0.3) ? { birthDate: day } : {}),
        })
        yield {
          ...homonym,
          fields: {
            ...homonym.fields,
            birthFirstNames: first.fields.birthFirstNames,
            firstBirthFirstName: first.fields.firstBirthFirstName,
            usedFirstName: first.fields.usedFirstName,
          },
          insStatus: 'provisional',
          insAttributes: ['homonym'],
          insKo: false,
        }
      }
      return
    }
    const herName = this.#surname()
    const married = chance.happens(kind > 45 ? 0.9 : 0.5)
    const hyphenated = married && chance.happens(0.05)
    const him = this.#person({ sex: 'M', birthName: name, usedName: name, year: eldest, home })
    yield him
    const usedByHer = hyphenated ? `${herName}-${name}` : married ? name : herName
    const her = this.#person({
      sex: 'F',
      birthName: herName,
      usedName: usedByHer,
      year: eldest + chance.between(-3, 6),
      home,
    })
    yield her
    if (kind > 45) return
    const childName = chance.happens(0.08) ? `${name}-${herName}` : name
    const insured = chance.happens(0.6) ? her.fields.coverage.insuredNir : him.fields.coverage.insuredNir
    const firstChild = Math.max(eldest + chance.between(22, 32), this.#year - 24)
    for (
      let child = 0, year = firstChild;
      child < chance.between(0, 4) && year <= this.#year;
      child += 1, year += chance.between(1, 4)
    ) {
      const sex = chance.happens(0.5) ? 'F' : 'M'
      const born = this.#person({ sex, birthName: childName, usedName: childName, year, home, insured })
      yield born
      if (chance.happens(0.03)) {
        const twin: Draft = {
          sex: chance.happens(0.5) ? 'F' : 'M',
          birthName: childName,
          usedName: childName,
          year,
          home,
          insured,
          birthDate: born.fields.birthDate,
          firstNameNot: born.fields.firstBirthFirstName,
        }
        yield this.#person(twin)
      }
    }
  }

  #person(draft: Draft): InventedPatient {
    const chance = this.#chance
    const { sex, home } = draft
    const birthDate = draft.birthDate ?? this.#birthDate(draft.year)
    const pool = firstNamesOf(sex, draft.year)
    let firstName = chance.oneOfCommon(pool)
    while (firstName === draft.firstNameNot) firstName = chance.one(pool)
    const others = [chance.one(pool), chance.one(pool)]
      .slice(0, chance.between(0, 2))
      .filter((name) => name !== firstName)
    const foreign = chance.happens(0.09)
    const place = foreign ? null : chance.one(this.#towns)
    const [country, townAbroad] = chance.one(abroad)
    const birthPlaceCode = place?.code ?? country
    const age = this.#year - draft.year
    const deceased = chance.happens(age > 100 ? 0.5 : age > 85 ? 0.12 : age > 60 ? 0.02 : 0.002)
    const deathYear = chance.between(Math.max(this.#year - 6, draft.year + 1), this.#year)
    const deathDate = `${deathYear}-${this.#two(1, 12)}-${this.#two(1, 28)}`
    const adult = age >= 18
    const ownNir = this.#nir(sex, birthDate, birthPlaceCode)
    const standing = this.#standing()
    const partial = birthDate.includes('-00')
    const status = partial && standing === 'qualified' ? 'provisional' : standing
    const doubtful = status === 'provisional' && chance.happens(0.02)
    const differentlyCalled = others[0] !== undefined && chance.happens(0.04)
    const mobile = age > 12 && chance.happens(0.85) ? `06 39 98 ${chance.digits(2)} ${chance.digits(2)}` : ''
    const email = adult && chance.happens(0.55) ? this.#email(firstName, draft.usedName) : ''
    const tags = this.#tags(sex, age, deceased)
    return {
      fileNumber: this.#number(),
      insStatus: status,
      insAttributes: doubtful ? ['doubtful'] : [],
      insKo: status === 'provisional' && !doubtful && chance.happens(0.03),
      ownMatricule: ownNir.slice(0, 13),
      known: false,
      tags,
      fields: {
        ...unknownStatus,
        birthName: draft.birthName.toUpperCase(),
        birthFirstNames: [firstName, ...others],
        firstBirthFirstName: firstName,
        usedName: draft.usedName.toUpperCase(),
        usedFirstName: differentlyCalled ? (others[0] ?? firstName) : firstName,
        sex,
        birthDate,
        birthPlaceCode,
        birthPlaceText: place === null ? townAbroad : place.name,
        addressLine: home.addressLine,
        postalCode: home.town[1],
        town: home.town[0],
        country: 'France',
        mobile,
        phone: adult ? home.phone : '',
        email,
        profession: !adult ? '' : age > 63 ? 'Retraité'.concat(sex === 'F' ? 'e' : '') : chance.one(professions),
        maritalStatus: !adult ? null : draft.usedName === draft.birthName ? 'single' : 'married',
        coverage: {
          insuredNir: draft.insured ?? ownNir,
          birthRank: 1,
          regime: chance.happens(0.12) ? '02' : '01',
          amcNumber: '',
          amcMemberNumber: '',
        },
        attendingPhysician: { name: chance.happens(0.8) ? 'Dr H. MARCHAND' : 'Dr A. SOREL', rpps: '' },
        deceased,
        deathDate: deceased ? (deathDate > this.#today ? this.#today : deathDate) : null,
        rcp: chance.happens(0.004),
        vsmReminderOn: adult && chance.happens(0.01) ? `${this.#year}-${this.#two(1, 12)}-${this.#two(1, 28)}` : null,
      },
    }
  }

  #known(known: KnownPatient): InventedPatient {
    const home = this.#home()
    const place = this.#chance.one(this.#towns)
    const birthPlaceCode = known.birthPlaceCode ?? place.code
    const sex = known.sex === 'M' ? 'M' : 'F'
    const drawn = known.matricule ?? this.#nir(sex, known.birthDate, birthPlaceCode).slice(0, 13)
    const matricule = known.order === undefined ? drawn : `${drawn.slice(0, 10)}${known.order}`
    this.#matricules.add(matricule)
    const nir = `${matricule}${nirKey(matricule)}`
    const persona = known.usedName === ''
    return {
      fileNumber: known.fileNumber ?? this.#number(),
      insStatus: known.insStatus,
      insAttributes: known.insAttributes ?? [],
      insKo: known.insKo ?? false,
      ownMatricule: matricule,
      known: true,
      tags: [],
      fields: {
        ...unknownStatus,
        birthName: known.birthName,
        birthFirstNames: [...known.firstNames],
        firstBirthFirstName: known.firstNames[0],
        usedName: known.usedName,
        usedFirstName: persona ? '' : known.firstNames[0],
        sex,
        birthDate: known.birthDate,
        birthPlaceCode,
        addressLine: known.addressLine ?? home.addressLine,
        postalCode: known.addressLine === undefined ? home.town[1] : '33780',
        town: known.addressLine === undefined ? home.town[0] : 'Soulac-sur-Mer',
        country: 'France',
        mobile: known.mobile ?? '',
        phone: known.phone ?? '',
        coverage: { ...unknownStatus.coverage, insuredNir: persona ? '' : nir, regime: persona ? '' : '01' },
        attendingPhysician: { name: 'Dr H. MARCHAND', rpps: '' },
        maritalStatus: known.usedName !== known.birthName && !persona ? 'married' : null,
      },
    }
  }

  #surname(): string {
    const name = this.#chance.oneOfCommon(surnames)
    return this.#chance.happens(0.02) ? `${name}-${this.#chance.one(surnames)}` : name
  }

  #home(): Household {
    const chance = this.#chance
    const start = chance.one(['05 36 49', '01 99 00', '02 61 91', '03 53 01', '04 65 71'])
    const local = chance.happens(0.9)
    return {
      addressLine: `${chance.between(1, 99)}${chance.happens(0.05) ? ' bis' : ''} ${chance.one(streets)}`,
      town: chance.one(townsAround),
      phone: chance.happens(0.6) ? `${local ? '05 36 49' : start} ${chance.digits(2)} ${chance.digits(2)}` : '',
    }
  }

  #birthDate(year: number): string {
    const chance = this.#chance
    if (year < this.#year - 60 && chance.happens(0.004)) return `${year}-00-00`
    if (year < this.#year - 60 && chance.happens(0.003)) return `${year}-${this.#two(1, 12)}-00`
    const date = `${year}-${this.#two(1, 12)}-${this.#two(1, 28)}`
    return date > this.#today ? `${year}-01-01` : date
  }

  #standing(): InsStatus {
    const share = this.#chance.between(1, 100)
    return share <= 62 ? 'qualified' : share <= 76 ? 'retrieved' : share <= 82 ? 'validated' : 'provisional'
  }

  #tags(sex: 'F' | 'M', age: number, deceased: boolean): TrainingTag[] {
    const chance = this.#chance
    const tags: TrainingTag[] = []
    if (deceased && chance.happens(0.7)) tags.push('Archivé')
    else if (chance.happens(0.03)) tags.push(chance.one(['Sorti', 'Inactif'] as const))
    if (age > 50 && chance.happens(0.2)) tags.push('ALD')
    if (age > 45 && chance.happens(0.08)) tags.push('Diabète')
    if (age > 80 && chance.happens(0.15)) tags.push('EHPAD')
    if (sex === 'F' && age > 19 && age < 42 && chance.happens(0.05)) tags.push('Maternité')
    return tags
  }

  #email(firstName: string, name: string): string {
    const plain = (text: string) =>
      text
        .normalize('NFD')
        .replace(/[^a-z]/gi, '')
        .toLowerCase()
    return `${plain(firstName)}.${plain(name)}${this.#chance.between(1, 999)}@${this.#chance.one(['example.org', 'example.net', 'courriel.example'])}`
  }

  /** A NIR nobody can have: order number 900 to 999 in a small commune. Key included. */
  #nir(sex: 'F' | 'M', birthDate: string, place: string): string {
    const chance = this.#chance
    const month = birthDate.slice(5, 7) === '00' ? '20' : birthDate.slice(5, 7)
    for (;;) {
      const where = place === '99999' ? chance.one(this.#towns).code : place
      const matricule = `${sex === 'M' ? 1 : 2}${birthDate.slice(2, 4)}${month}${where}${chance.between(900, 999)}`
      // A hundred numbers a month and commune are enough; where they are not, two wrongs do not meet.
      if (!this.#matricules.has(matricule)) {
        this.#matricules.add(matricule)
        return `${matricule}${nirKey(matricule)}`
      }
    }
  }

  #number(): number {
    do this.#lastNumber += 1
    while (this.#taken.has(this.#lastNumber))
    return this.#lastNumber
  }

  #two(from: number, to: number): string {
    return String(this.#chance.between(from, to)).padStart(2, '0')
  }
}
