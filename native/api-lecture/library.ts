import { readFileSync } from 'node:fs'
import koffi, { type LibraryHandle } from 'koffi'

/**
 * How a library that reads a card and answers a text is called. Nothing of it is public for the one it is made for: every
 * value below is a supposition, gathered here, and replaced by those of a file (`<library>.json`) for whoever has the
 * documentation under contract.
 *
 * The shape supposed: `int read(const char *reader, unsigned char *text, unsigned int *size)`, which fills `text` and says
 * its size.
 */
export interface LibraryProfile {
  /** Name of the function that reads. */
  readonly read: string
  /** Called once after loading, without argument, where there is such a function; an answer of 0 is success. */
  readonly open: string | null
  /** Room given to the text, in bytes. */
  readonly room: number
  readonly encoding: 'utf-8' | 'latin1'
  /** What the reading answers when it went well. */
  readonly success: number
  /** What it answers without a card, and for a card taken out meanwhile. */
  readonly noCard: readonly number[]
  readonly withdrawn: readonly number[]
}

/** Suppositions, all of them: see {@link LibraryProfile}. */
export const supposedProfile: LibraryProfile = {
  read: 'api_lec_lire_vitale',
  open: null,
  room: 512 * 1024,
  encoding: 'latin1',
  success: 0,
  noCard: [],
  withdrawn: [],
}

/** A reading: the text, or what the library answered. */
export type LibraryReading =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly why: 'no-card' | 'withdrawn' | 'refused'; readonly code: number }

/** A library, loaded. */
export interface LoadedLibrary {
  readonly read: (reader: string) => Promise<LibraryReading>
}

/** No file there, or one that is no library for this computer, or that has no such function. */
export class LibraryRefused extends Error {
  readonly reason: 'not-loadable' | 'no-function' | 'not-opened' | 'profile'

  constructor(reason: LibraryRefused['reason']) {
    super(`the library was not loaded (${reason})`)
    this.name = 'LibraryRefused'
    this.reason = reason
  }
}

type CFunction = ReturnType<LibraryHandle['func']>

/** Loads a library, with the profile of `<path>.json` where there is one. Throws {@link LibraryRefused}. */
export function loadLibrary(path: string): LoadedLibrary {
  const profile = profileOf(path)
  const library = loading('not-loadable', () => koffi.load(path))
  if (profile.open !== null) {
    const open: CFunction = loading('no-function', () => library.func(`int ${profile.open}(void)`))
    if (open() !== profile.success) throw new LibraryRefused('not-opened')
  }
  const read = loading('no-function', () =>
    library.func(`int ${profile.read}(const char *reader, void *text, _Inout_ uint32_t *size)`),
  )
  return { read: (reader) => readWith(read, profile, reader) }
}

async function readWith(read: CFunction, profile: LibraryProfile, reader: string): Promise<LibraryReading> {
  const room = Buffer.alloc(profile.room)
  const size = [profile.room]
  try {
    // Beside this thread: a reading takes as long as the card does.
    const code = await new Promise<number>((resolve, reject) => {
      read.async(reader, room, size, (error: Error | null, answer: number) =>
        error === null ? resolve(answer) : reject(error),
      )
    })
    if (profile.noCard.includes(code)) return { ok: false, why: 'no-card', code }
    if (profile.withdrawn.includes(code)) return { ok: false, why: 'withdrawn', code }
    const length = size[0] ?? 0
    if (code !== profile.success || length > profile.room) return { ok: false, why: 'refused', code }
    const text = room.toString(profile.encoding, 0, length)
    const end = text.indexOf('\0')
    return { ok: true, text: end === -1 ? text : text.slice(0, end) }
  } finally {
    room.fill(0)
  }
}

function loading<T>(reason: LibraryRefused['reason'], act: () => T): T {
  try {
    return act()
  } catch {
    throw new LibraryRefused(reason)
  }
}

/** A name of C: it goes into a prototype. */
const functionName = /^[A-Za-z_]\w{0,80}$/

function profileOf(path: string): LibraryProfile {
  let text: string
  try {
    text = readFileSync(`${path}.json`, 'utf8')
  } catch {
    return supposedProfile
  }
  const given = loading('profile', () => JSON.parse(text) as Partial<Record<keyof LibraryProfile, unknown>>)
  const codes = (value: unknown, usual: readonly number[]) =>
    Array.isArray(value) && value.every((one): one is number => Number.isInteger(one)) ? value : usual
  const { room } = given
  const profile: LibraryProfile = {
    read: typeof given.read === 'string' ? given.read : supposedProfile.read,
    open: typeof given.open === 'string' ? given.open : null,
    room:
      typeof room === 'number' && Number.isInteger(room) && room > 0 && room <= 4_194_304 ? room : supposedProfile.room,
    encoding: given.encoding === 'utf-8' ? 'utf-8' : 'latin1',
    success: typeof given.success === 'number' ? given.success : supposedProfile.success,
    noCard: codes(given.noCard, supposedProfile.noCard),
    withdrawn: codes(given.withdrawn, supposedProfile.withdrawn),
  }
  if (![profile.read, profile.open ?? 'none'].every((name) => functionName.test(name)))
    throw new LibraryRefused('profile')
  return profile
}
