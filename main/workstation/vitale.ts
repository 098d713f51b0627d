import { cardModelOf } from '#app/devices/card-models.ts'
import type { VitaleBeneficiary, VitaleCard } from '#app/devices/workstation.ts'
import type { CardBeneficiary } from '#main/protocols/vitale-card.ts'
import { VitaleFault } from '#main/protocols/vitale-card.ts'
import { readApiLecture, type XmlBeneficiary } from '#main/protocols/vitale-xml.ts'
import { LibraryRefused, type LoadedLibrary, loadLibrary } from '#native/api-lecture/library.ts'
import {
  type Answer,
  CardFailure,
  type CardReaders,
  type FailureLog,
  type VitaleLibrary,
  type VitaleReading,
} from './ports.ts'
import { readByCommands } from './vitale-commands.ts'
import { findLibrary, type InstalledLibrary } from './vitale-places.ts'

/** What the reading of Vitale cards is made of. */
export interface VitaleReadingParts {
  readonly readers: CardReaders
  readonly failures: FailureLog
  /** Where the library of the GIE is, when somebody said it. */
  readonly libraryPath: string | null
  /** Whether plain commands may be used for a real card; they may where absent. */
  readonly byCommands?: () => boolean
  /** Told how many commands a reading by plain commands took: for what measures it. */
  readonly onCommands?: (commands: number) => void
}

/**
 * Reads Vitale cards: by the library of the GIE SESAM-Vitale where it is installed and loads, and otherwise by plain
 * commands, which say less and prove nothing. A training or virtual card is read by commands: the library knows real ones.
 */
export function vitaleReading(parts: VitaleReadingParts): VitaleReading {
  let library = openLibrary(parts.libraryPath, parts.failures)
  return {
    read: async (reader) => {
      const seen = cardToRead(parts.readers, reader)
      if (!seen.ok) return seen
      try {
        const card = { reader: seen.reader, insertion: seen.insertion, demonstration: seen.training }
        if (library.loaded !== null && !seen.training) return await readByLibrary(library.loaded, library.reader, card)
        if (!seen.training && parts.byCommands?.() === false) return { ok: false, problem: 'vitale.turned-off' }
        return await readPlainly(parts, card)
      } catch (error) {
        if (!(error instanceof CardFailure)) throw error
        parts.failures.note({ reader: seen.reader, doing: 'read Vitale', code: error.code })
        return { ok: false, problem: error.problem }
      }
    },
    library: () => Promise.resolve(library.state),
    useLibrary: (path) => {
      library = openLibrary(path, parts.failures)
      return Promise.resolve(library.state)
    },
  }
}

type Card = Pick<VitaleCard, 'reader' | 'insertion' | 'demonstration'>

type Seen =
  | { readonly ok: true; readonly reader: string; readonly insertion: number; readonly training: boolean }
  | Extract<Answer<never>, { readonly ok: false }>

/** The reader that has the card meant, judged by what is seen of it: nothing is asked of a card of another kind. */
function cardToRead(readers: CardReaders, named: string | null): Seen {
  const state = readers.state()
  const looked = named === null ? state.readers : state.readers.filter(({ name }) => name === named)
  if (looked.length === 0) {
    return { ok: false, problem: state.service === 'ready' && named !== null ? 'reader.absent' : 'readers.unavailable' }
  }
  for (const { name, card } of looked) {
    if (card?.kind !== 'vitale') continue
    if (cardModelOf(card.atr).model === 'Vitale 1') return { ok: false, problem: 'card.too-old' }
    return { ok: true, reader: name, insertion: card.insertion, training: card.training }
  }
  if (looked.some(({ status }) => status === 'in-use')) return { ok: false, problem: 'card.in-use' }
  return { ok: false, problem: looked.some(({ status }) => status === 'mute') ? 'card.unreadable' : 'card.absent' }
}

async function readPlainly({ readers, onCommands }: VitaleReadingParts, card: Card): Promise<Answer<VitaleCard>> {
  const connection = await readers.connect(card.reader)
  try {
    if (connection.insertion !== card.insertion) throw new CardFailure('card.withdrawn', 'ANOTHER_CARD')
    const { beneficiaries, commands } = await readByCommands(connection).catch((error: unknown) => {
      // Another program reset the card between two of our commands: nothing is selected any more, and all begins again, once.
      if (error instanceof CardFailure && error.code === 'SCARD_W_RESET_CARD') return readByCommands(connection)
      throw error
    })
    onCommands?.(commands)
    return { ok: true, value: { ...card, source: 'card', beneficiaries: beneficiaries.map(plain) } }
  } finally {
    await connection.close()
  }
}

async function readByLibrary(library: LoadedLibrary, set: string | null, card: Card): Promise<Answer<VitaleCard>> {
  const reading = await library.read(set ?? card.reader)
  if (!reading.ok) {
    const problem = { 'no-card': 'card.absent', withdrawn: 'card.withdrawn', refused: 'card.unreadable' } as const
    throw new CardFailure(problem[reading.why], `API_LECTURE_${reading.code}`)
  }
  try {
    return {
      ok: true,
      value: { ...card, source: 'api-lecture', beneficiaries: readApiLecture(reading.text).map(ofLibrary) },
    }
  } catch (error) {
    if (error instanceof VitaleFault)
      throw new CardFailure('card.unreadable', `API_LECTURE_${error.reason.toUpperCase()}`)
    throw error
  }
}

/** A card says one name, without saying which, and one number, without saying whose. */
function plain({ name, firstName, birthDate, birthDateOnCard, nir }: CardBeneficiary): VitaleBeneficiary {
  return {
    birthName: null,
    usedName: name,
    firstName,
    birthDate,
    birthDateOnCard,
    birthRank: null,
    insuredNir: nir,
    ownNir: null,
    quality: null,
    scheme: null,
    fund: null,
    centre: null,
    rights: [],
    addressLines: [],
  }
}

function ofLibrary({ rights, addressLines, ...same }: XmlBeneficiary): VitaleBeneficiary {
  return { ...same, rights: rights.map(({ from, to }) => ({ from, to })), addressLines: [...addressLines] }
}

interface OpenedLibrary {
  readonly state: VitaleLibrary
  readonly loaded: LoadedLibrary | null
  readonly reader: string | null
}

function openLibrary(set: string | null, failures: FailureLog): OpenedLibrary {
  const found: InstalledLibrary | null = findLibrary(set)
  if (found === null) return { state: { status: 'not-installed', path: null }, loaded: null, reader: null }
  try {
    return { state: { status: 'ready', path: found.path }, loaded: loadLibrary(found.path), reader: found.reader }
  } catch (error) {
    if (!(error instanceof LibraryRefused)) throw error
    failures.note({ reader: null, doing: 'load API Lecture', code: error.reason.toUpperCase() })
    return { state: { status: 'not-loadable', path: found.path }, loaded: null, reader: null }
  }
}
