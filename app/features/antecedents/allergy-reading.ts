import { isDenial } from '#app/kernel/denials.ts'
import { searchWords } from '#app/kernel/letters.ts'
import type { AllergyFields } from './model.ts'
import { ReadPieces } from './read-pieces.ts'

/** An allergy before anything is typed. */
export const blankAllergy: AllergyFields = {
  substance: '',
  substanceCode: null,
  classCode: null,
  category: 'medicine',
  type: 'allergy',
  reaction: '',
  severity: null,
  certainty: 'confirmed',
  onset: null,
  comment: '',
}

/**
 * Reads an allergy: « Pénicillines — urticaire, 1994 », « intolérance aux AINS : gastralgies », « kiwi ? », « allergie
 * pénicilline urticaire ». After a comma, what is no known reaction stays with the substance: it may be another one. `null`
 * for what denies one (« pas d’allergie à la pénicilline », « allergie écartée »).
 */
export function readAllergy(typed: string, today: string): AllergyFields | null {
  if (isDenial(typed)) return null
  const line = new ReadPieces(typed)
  const type =
    line.take(
      /^\s*(intol[ée]rances?|intol[ée]rante?|allergies?|allergique)(?!\p{L})(?:\s+(?:à la |à l[’']|aux |au |à ))?\s*:?/iu,
    ) ?? ''
  if (isDenial(line.rest())) return null
  const doubt = line.take(/\(?(à confirmer|\?)\)?/iu)
  const likely = line.take(/(?<!\p{L})(probable|suspect[ée]e?)(?!\p{L})/iu)
  const severe = line.take(/(?<!\p{L}|(?:non|pas|peu)\s)(sévère|grave)(?!\p{L})/iu)
  const moderate = line.take(/(?<!\p{L}|(?:non|pas|peu)\s)(modérée?)(?!\p{L})/iu)
  const mild = line.take(/(?<!\p{L}|(?:non|pas|peu)\s)(légère?|bénigne)(?!\p{L})/iu)
  const onset = line.takeDate(today)
  const { substance, reaction } = partsOfAllergy(line.rest())
  if (substance === '') return null
  return {
    ...blankAllergy,
    ...substanceOf(substance),
    type: /^intol/i.test(type) ? 'intolerance' : 'allergy',
    reaction: reaction.slice(0, 200),
    severity:
      severe !== undefined ? 'severe' : moderate !== undefined ? 'moderate' : mild !== undefined ? 'mild' : null,
    certainty: doubt !== undefined ? 'to-confirm' : likely !== undefined ? 'likely' : 'confirmed',
    onset,
  }
}

/** Words that say what an allergy does, by how they begin. */
const reactionWords =
  'urticaire|œd[èe]me|oed[èe]me|choc|anaphyla|éruption|eruption|rash|prurit|d[ée]mangeaison|exanth|bronchospasme|asthme|rhinite|conjonctivite|vomi|naus[ée]e|diarrh|gastralgi|[ée]pigastralgi|gastrite|h[ée]morragi|toux|ecz[ée]ma|dyspn|lyell|dress|toxidermie|malaise|angio-?œd|angio-?oed|[ée]ryth[èe]me|rougeur|bouton|c[ée]phal[ée]e|vertige|syncope|hypotension|crampe|myalgi|r[ée]action'
const reactionAtStart = new RegExp(`^(?:${reactionWords})`, 'iu')
const reactionAfter = new RegExp(`\\s(?=(?:${reactionWords}))`, 'iu')
const reactionFirst = new RegExp(
  `^((?:${reactionWords})[^,;:(]*?)\\s+(?:à la |à l[’']|aux |au |à |après |sous )\\s*(.+)$`,
  'iu',
)

function partsOfAllergy(said: string): { readonly substance: string; readonly reaction: string } {
  const trimmed = (text: string) => text.replace(/\)/g, '').replace(/^[,;\s]+|[,;\s]+$/g, '')
  const [, before, after] = reactionFirst.exec(said) ?? []
  if (before !== undefined && after !== undefined) return { substance: trimmed(after), reaction: trimmed(before) }
  const [, head = said, tail = ''] = /^(.*?)\s*(?:[:(]|\s[—–-]\s)\s*(.*)$/u.exec(said) ?? []
  const [first = '', ...others] = head.split(/\s*[,;]\s*/)
  const substances = [first, ...others.filter((part) => !reactionAtStart.test(part))]
  const reactions = [...others.filter((part) => reactionAtStart.test(part)), trimmed(tail)]
  const last = substances.at(-1) ?? ''
  const cut = last.search(reactionAfter)
  if (cut > 0) {
    substances.splice(-1, 1, last.slice(0, cut))
    reactions.unshift(last.slice(cut).trim())
  }
  return {
    substance: trimmed(substances.join(', ')),
    reaction: reactions
      .map(trimmed)
      .filter((part) => part !== '')
      .join(', '),
  }
}

/** What a substance written in words is: its class where it names one, and what it belongs to. */
export function substanceOf(written: string): Pick<AllergyFields, 'substance' | 'classCode' | 'category'> {
  const words = searchWords(written)
  // A short word is taken whole: « blé » is no beginning of « bléomycine », nor « chat » of « châtaigne ».
  const named = (starts: readonly string[]) =>
    starts.some((start) =>
      words.some(
        (word) =>
          word === start ||
          word === `${start}s` ||
          word === `${start}x` ||
          (start.length > 5 && word.startsWith(start)),
      ),
    )
  const substance = `${written.charAt(0).toLocaleUpperCase('fr')}${written.slice(1)}`.slice(0, 200)
  // « sulfamides hypoglycémiants » and diuretics are not the antibacterial ones.
  const isOther = /hypoglycemiant|diuretique/.test(words.join(' '))
  const drugs = isOther ? undefined : drugClasses.find(({ said }) => named(said))
  if (drugs !== undefined) return { substance, classCode: drugs.code, category: 'medicine' }
  const category = named(environment) ? 'environment' : named(foods) ? 'food' : 'other'
  return { substance, classCode: null, category }
}

/** Classes of drugs that react together, by how they are written; their codes are those of the safety check. */
export const drugClasses: readonly { readonly code: string; readonly said: readonly string[] }[] = [
  { code: 'penicillins', said: ['penicilline'] },
  { code: 'cephalosporins', said: ['cephalosporine'] },
  { code: 'carbapenems', said: ['carbapeneme', 'carbapenem'] },
  { code: 'nsaids', said: ['ains'] },
  { code: 'antibacterial-sulfonamides', said: ['sulfamide'] },
  { code: 'macrolides', said: ['macrolide'] },
  { code: 'quinolones', said: ['quinolone', 'fluoroquinolone'] },
]

const environment = [
  'pollen',
  'graminee',
  'bouleau',
  'cypres',
  'ambroisie',
  'acarien',
  'moisissure',
  'chat',
  'chien',
  'poil',
  'guepe',
  'abeille',
  'frelon',
  'hymenoptere',
  'venin',
  'poussiere',
  'nickel',
]
const foods = [
  'arachide',
  'cacahuete',
  'noix',
  'noisette',
  'amande',
  'pistache',
  'lait',
  'oeuf',
  'ble',
  'gluten',
  'crustace',
  'crevette',
  'poisson',
  'fruit',
  'kiwi',
  'soja',
  'sesame',
  'moutarde',
  'celeri',
  'lupin',
  'lactose',
  'fraise',
  'banane',
]
