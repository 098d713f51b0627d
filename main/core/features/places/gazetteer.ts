import type { Place } from '#app/features/places/model.ts'
import { countries } from './data/countries.ts'

/** A place and what its search needs. */
class Entry {
  readonly code: string
  readonly name: string
  readonly kind: Place['kind']
  readonly postalCodes: string
  readonly nowCode: string | null
  /** Digits of the population: large towns come first. */
  readonly size: number
  readonly from: string
  readonly to: string
  #folded: string | null = null

  constructor(fields: Omit<Entry, 'folded'>) {
    this.code = fields.code
    this.name = fields.name
    this.kind = fields.kind
    this.postalCodes = fields.postalCodes
    this.nowCode = fields.nowCode
    this.size = fields.size
    this.from = fields.from
    this.to = fields.to
  }

  /** The name as it is looked for; made at the first search, since most of loading would be that. */
  get folded(): string {
    this.#folded ??= foldPlace(this.name)
    return this.#folded
  }
}

/** Every place one may be born in, loaded once, when first looked for by its name. */
export interface Gazetteer {
  readonly entries: readonly Entry[]
}

let loaded: Promise<Gazetteer> | null = null

/** The gazetteer; some 40,000 short entries, read from the program itself at the first search. */
export function gazetteer(): Promise<Gazetteer> {
  loaded ??= load()
  return loaded
}

async function load(): Promise<Gazetteer> {
  const communes = [...(await departments())].flatMap(([department, lines]) => communesIn(department, lines))
  return { entries: [...communes, ...countryEntries(countryLines)] }
}

let read: Promise<ReadonlyMap<string, readonly string[]>> | null = null

function departments(): Promise<ReadonlyMap<string, readonly string[]>> {
  read ??= readDepartments()
  return read
}

/** The lines of each department; a megabyte of names, not read before somebody asks for a place. */
async function readDepartments(): Promise<ReadonlyMap<string, readonly string[]>> {
  const { communes } = await import('./data/communes.ts')
  const parts = communes.slice(1).split('\n#')
  return new Map(
    parts.map((part) => {
      const [department = '', ...lines] = part.split('\n')
      return [department, lines]
    }),
  )
}

function communesIn(department: string, lines: readonly string[]): readonly Entry[] {
  return lines.map((line) => {
    const [rest = '', name = '', postal = '', now = '', size = '0'] = line.split('|')
    const postalCodes =
      postal === ''
        ? ''
        : postal
            .split(' ')
            .map((end) => (end.length === 3 ? department + end : end))
            .join(' ')
    return new Entry({
      code: department + rest,
      name,
      kind: now === '' ? 'commune' : 'former-commune',
      postalCodes,
      nowCode: now === '' ? null : now,
      size: Number(size),
      from: '',
      to: '',
    })
  })
}

const countryLines: readonly string[] = countries.split('\n')

function countryEntries(lines: readonly string[]): readonly Entry[] {
  return lines.map((line) => {
    const [code = '', name = '', from = '', to = ''] = line.split('|')
    const nowCode = code.startsWith('99') ? null : `99${code.slice(2)}`
    return new Entry({ code, name, kind: 'country', postalCodes: '', nowCode, size: 5, from, to })
  })
}

/** Of the entries of one code: a present commune before a former one; the state of today before those that bore its code. */
function present(entries: readonly Entry[]): Entry | undefined {
  return entries.reduce<Entry | undefined>((best, entry) => {
    const isBetter =
      best === undefined ||
      (best.to !== '' && entry.to === '') ||
      (best.kind === 'former-commune' && entry.kind === 'commune')
    return isBetter ? entry : best
  }, undefined)
}

/** Lower case without accent, words separated by one space; « St » and « Ste » are written out. */
export function foldPlace(name: string): string {
  return name
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .replaceAll('œ', 'oe')
    .replaceAll('æ', 'ae')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()
    .replace(/\bst\b/g, 'saint')
    .replace(/\bste\b/g, 'sainte')
}

/** What may be looked for: where one may be born, or where one may live. */
export type PlaceUse = 'birth' | 'postal'

const mostPlaces = 20
const unknownPlace: Place = {
  code: '99999',
  name: 'Lieu inconnu',
  kind: 'unknown',
  department: null,
  postalCodes: [],
  nowCode: null,
}

/**
 * Places whose name, code or postal code begins as typed, or has a word that does; best first: the exact name, then the
 * beginning, then inside; places that existed on `bornOn`, communes of today, large towns.
 */
export function searchGazetteer({ entries }: Gazetteer, text: string, use: PlaceUse, bornOn?: string): Place[] {
  const typed = foldPlace(text)
  if (typed === '') return []
  const found: { entry: Entry; rank: number }[] = []
  const digits = /^\d[\dab]*$/.test(typed) && /\d{2}|\d[ab]/.test(typed)
  const code = typed.toUpperCase()
  const inside = ` ${typed}`
  for (const entry of entries) {
    if (use === 'postal' && entry.kind !== 'commune') continue
    let rank: number
    if (digits) {
      if (use === 'birth' && entry.code === code) rank = 0
      else if (entry.postalCodes !== '' && ` ${entry.postalCodes}`.includes(` ${code}`))
        rank = use === 'postal' ? 10 : 20
      else if (use === 'birth' && entry.code.startsWith(code)) rank = 10
      else continue
    } else if (entry.folded === typed) rank = 0
    else if (entry.folded.startsWith(typed)) rank = 20
    else if (entry.folded.includes(inside)) rank = 30
    else continue
    if (bornOn !== undefined && !existedOn(entry, bornOn)) rank += 100
    if (bornOn === undefined && entry.to !== '') rank += 50
    if (entry.kind === 'former-commune') rank += 5
    found.push({ entry, rank: rank - entry.size / 2 })
  }
  const best = found
    .toSorted(
      (a, b) => a.rank - b.rank || (a.entry.folded < b.entry.folded ? -1 : a.entry.folded > b.entry.folded ? 1 : 0),
    )
    .slice(0, mostPlaces)
    .map(({ entry }) => toPlace(entry))
  const asksUnknown =
    use === 'birth' && ('99999'.startsWith(code) || (typed.length > 3 && 'inconnu lieu inconnu'.includes(typed)))
  return asksUnknown ? [unknownPlace, ...best].slice(0, mostPlaces) : best
}

/** Unknown parts of a birth date never rule a place out. */
function existedOn(entry: Entry, date: string): boolean {
  const known = Number(date.slice(5, 7)) < 1 || Number(date.slice(5, 7)) > 12 ? date.slice(0, 4) : date
  if (entry.from !== '' && known < entry.from.slice(0, known.length)) return false
  return entry.to === '' || known < entry.to || known.length === 4
}

function toPlace(entry: Entry): Place {
  return {
    code: entry.code,
    name: entry.name,
    kind: entry.kind,
    department: entry.kind === 'country' ? null : departmentOf(entry.code),
    postalCodes: entry.postalCodes === '' ? [] : entry.postalCodes.split(' '),
    nowCode: entry.nowCode,
  }
}

function departmentOf(code: string): string {
  return /^9[78]/.test(code) ? code.slice(0, 3) : code.slice(0, 2)
}

/** The place a code names, or `null` when no list knows it. */
export async function findPlace(code: string): Promise<Place | null> {
  if (code === unknownPlace.code) return unknownPlace
  // Its lines alone: the first record opened does not wait for forty thousand others.
  const department = code.slice(0, 2)
  const lines = (await departments()).get(department) ?? []
  const entry = present([
    ...communesIn(
      department,
      lines.filter((line) => line.startsWith(`${code.slice(2)}|`)),
    ),
    ...countryEntries(countryLines.filter((line) => line.startsWith(`${code}|`))),
  ])
  return entry === undefined ? null : toPlace(entry)
}

/** The name of a place of birth, or the empty text when no list knows its code. */
export async function findPlaceName(code: string): Promise<string> {
  return (await findPlace(code))?.name ?? ''
}
