import { toInsName } from '#app/kernel/ins-name.ts'
import { isAmong, marriedForms } from './married-names.ts'
import type { StrictTrait, StrictTraits } from '../model.ts'
import { insForm } from './comparison.ts'
import { insiTraits, type InsiTraits } from './traits.ts'

/** One question to INSi, as the traits search takes it: one text of first names. */
export interface InsiQuery {
  readonly birthName: string
  readonly firstNames: string
  readonly sex: 'F' | 'M'
  readonly birthDate: string
  readonly birthPlaceCode: string | null
}

/** What INSi answered to a question: 01, none; 02, several. */
export type Emptiness = 'none' | 'several'

/**
 * Why another question may find. Those that only write the same traits otherwise may be asked in the same gesture; the
 * others say something else of the person, and are asked when somebody has looked at a document.
 */
export type RetryReason =
  | 'other-first-name'
  | 'all-first-names'
  | 'with-place'
  | 'without-place'
  | 'hyphens'
  | 'apostrophes'
  | 'names-exchanged'
  | 'married-name-taken-off'
  | 'birth-name-after-born'
  | 'used-first-name'
  | 'lunar-date'
  | 'other-sex'

/** A question to propose, never asked silently when it says something else of the person. */
export interface Retry {
  readonly reason: RetryReason
  readonly query: InsiQuery
  /** The strict traits it says otherwise than they are held; empty where it is only another writing. */
  readonly changes: readonly StrictTrait[]
}

/** A person as the ladder knows them. */
export interface AskedPerson {
  readonly traits: StrictTraits
  readonly usedName: string
  readonly usedFirstName: string
}

/**
 * The questions of one search, in order, stopping at the first answer or fault: the first first name, each of the others
 * alone, then all of them together (reference: the CNDA test book). The place is only sent to tell several people apart.
 */
export function searchSequence(traits: InsiTraits): readonly [InsiQuery, ...InsiQuery[]] {
  const ask = (firstNames: string): InsiQuery => ({
    birthName: traits.birthName,
    firstNames,
    sex: traits.sex,
    birthDate: traits.birthDate,
    birthPlaceCode: null,
  })
  const names = new Set([...traits.firstNames, traits.firstNames.join(' ')])
  names.delete(traits.firstName)
  return [ask(traits.firstName), ...[...names].map(ask)]
}

/**
 * What else may be asked after a search that found nobody, or several people: the surest first, each once, none of those
 * asked already. Nothing is proposed that INSi would refuse.
 *
 * After « several »: all the first names of the document, then the birthplace. After « none »: what field studies found
 * (reference §1.12: two women in five, whose married name is in the field of the birth name), then writings, then what a
 * document may show to be wrong.
 */
export function retries(person: AskedPerson, asked: readonly InsiQuery[], found: Emptiness): Retry[] {
  const reading = insiTraits(person.traits)
  if (!reading.ok) return []
  const { traits } = reading
  const base: InsiQuery = { ...searchSequence(traits)[0] }
  const all = traits.firstNames.join(' ')
  const proposals: Retry[] = []
  const propose = (reason: RetryReason, change: Partial<InsiQuery>, changes: readonly StrictTrait[] = []) =>
    void proposals.push({ reason, query: { ...base, ...change }, changes })

  if (found === 'several') {
    propose('all-first-names', { firstNames: all })
    if (traits.birthPlaceCode !== null) {
      propose('with-place', { birthPlaceCode: traits.birthPlaceCode })
      propose('with-place', { birthPlaceCode: traits.birthPlaceCode, firstNames: all })
    }
    return fresh(proposals, asked)
  }

  for (const name of traits.firstNames.slice(1)) propose('other-first-name', { firstNames: name })
  propose('all-first-names', { firstNames: all })
  for (const query of asked)
    if (query.birthPlaceCode !== null) propose('without-place', { ...query, birthPlaceCode: null })
  for (const name of otherHyphens(base.birthName)) propose('hyphens', { birthName: name })
  for (const name of otherHyphens(base.firstNames)) propose('hyphens', { firstNames: name })
  for (const name of otherApostrophes(base.birthName)) propose('apostrophes', { birthName: name })

  const used = insForm(person.usedName, 'birth-name')
  for (const { birthName, how } of marriedForms(base.birthName, used)) propose(how, { birthName }, ['birthName'])
  const usedFirst = insForm(person.usedFirstName, 'first-name')
  if (usedFirst !== '' && !isAmong(usedFirst, all))
    propose('used-first-name', { firstNames: usedFirst }, ['firstBirthFirstName', 'birthFirstNames'])
  if (Number(person.traits.birthDate.slice(5, 7)) > 12) propose('lunar-date', { birthDate: person.traits.birthDate })
  propose('other-sex', { sex: base.sex === 'F' ? 'M' : 'F' }, ['sex'])
  return fresh(proposals, asked)
}

/**
 * Whether somebody should first be asked for their birth name: it is missing, or the same as the name used, which for a
 * woman is most often her married name (reference §1.12).
 */
export function asksForBirthName(person: AskedPerson): boolean {
  const name = insForm(person.traits.birthName, 'birth-name')
  if (name === '') return true
  return person.traits.sex === 'F' && name === insForm(person.usedName, 'birth-name')
}

function fresh(proposals: readonly Retry[], asked: readonly InsiQuery[]): Retry[] {
  const known = new Set(asked.map(keyOf))
  return proposals.filter(({ query }) => {
    const key = keyOf(query)
    if (known.has(key) || !isWithinBounds(query)) return false
    known.add(key)
    return true
  })
}

function keyOf(query: InsiQuery): string {
  return [query.birthName, query.firstNames, query.sex, query.birthDate, query.birthPlaceCode ?? ''].join('|')
}

function isWithinBounds({ birthName, firstNames }: InsiQuery): boolean {
  return (
    toInsName(birthName, 'birth-name').faults.length === 0 && toInsName(firstNames, 'first-name').faults.length === 0
  )
}

/** The same name with spaces for hyphens, and hyphens for spaces. */
function otherHyphens(name: string): string[] {
  return [name.replace(/-+/g, ' '), name.replace(/[ -]+/g, '-')].filter((other) => other !== name)
}

/** The same name with a space, or nothing, for its apostrophes. */
function otherApostrophes(name: string): string[] {
  if (!name.includes("'")) return []
  return [name.replaceAll("'", ' ').trim(), name.replaceAll("'", '')]
}
