import { searchWords } from '#app/kernel/letters.ts'
import {
  type ArrangedPage,
  type DocumentCategory,
  type DocumentKind,
  largestDocument,
  mostUnfinishedBytes,
  mostUploads,
  pieceBytes,
  type QuarterTurn,
  type RefusalReason,
  type ShownAs,
} from './model.ts'

/** How each kind is looked at. What no part of the program draws is kept whole and saved to the disk. */
const shown: Readonly<Record<DocumentKind, ShownAs>> = {
  pdf: 'pdf',
  jpeg: 'image',
  png: 'image',
  gif: 'image',
  webp: 'image',
  bmp: 'image',
  svg: 'image',
  tiff: 'none',
  heic: 'none',
  cda: 'text',
  xml: 'text',
  text: 'text',
  html: 'html',
  mail: 'mail',
  word: 'none',
  sheet: 'none',
  slides: 'none',
  'rich-text': 'none',
  'record-archive': 'none',
}

/** How a document of this kind is shown inside the program. */
export function shownAsOf(kind: DocumentKind): ShownAs {
  return shown[kind]
}

/** The media type under which the page makes an image of it, and its usual extension. */
const media: Readonly<Record<DocumentKind, readonly [type: string, extension: string]>> = {
  pdf: ['application/pdf', 'pdf'],
  jpeg: ['image/jpeg', 'jpg'],
  png: ['image/png', 'png'],
  gif: ['image/gif', 'gif'],
  webp: ['image/webp', 'webp'],
  bmp: ['image/bmp', 'bmp'],
  svg: ['image/svg+xml', 'svg'],
  tiff: ['image/tiff', 'tif'],
  heic: ['image/heic', 'heic'],
  cda: ['application/xml', 'xml'],
  xml: ['application/xml', 'xml'],
  text: ['text/plain', 'txt'],
  html: ['text/html', 'html'],
  mail: ['message/rfc822', 'eml'],
  word: ['application/octet-stream', 'docx'],
  sheet: ['application/octet-stream', 'xlsx'],
  slides: ['application/octet-stream', 'pptx'],
  'rich-text': ['application/octet-stream', 'rtf'],
  'record-archive': ['application/zip', 'zip'],
}

/** Other extensions that a kind may keep. */
const alsoKnownAs: Readonly<Partial<Record<DocumentKind, readonly string[]>>> = {
  jpeg: ['jpeg'],
  tiff: ['tiff'],
  heic: ['heif'],
  html: ['htm'],
  word: ['doc', 'odt'],
  sheet: ['xls', 'ods'],
  slides: ['ppt', 'odp'],
  text: ['csv', 'log', 'md'],
}

/** The media type of an image of this kind. */
export function mediaTypeOf(kind: DocumentKind): string {
  return media[kind][0]
}

/** Whether a size may be sent, before anything is. */
export function refusalOfSize(bytes: number): RefusalReason | null {
  if (bytes === 0) return 'empty'
  return bytes > largestDocument ? 'too-large' : null
}

/** Whether somebody may begin another import beside those under way. */
export function mayBeginUpload(underWay: { readonly count: number; readonly bytes: number }, bytes: number): boolean {
  return underWay.count < mostUploads && underWay.bytes + bytes <= mostUnfinishedBytes
}

/**
 * Whether a piece of so many bytes may come next: every content is cut in the same places, whoever sent it, so that how it
 * is kept says nothing of who had it first.
 */
export function isWholePiece(
  upload: { readonly bytes: number; readonly received: number },
  pieceLength: number,
): boolean {
  return pieceLength > 0 && pieceLength === Math.min(pieceBytes, upload.bytes - upload.received)
}

const longestName = 120
// What a system refuses in a name, path separators, controls, and marks that hide or turn the direction of writing.
const unfitSigns = /[<>:"/\\|?*\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]/gu

/**
 * A name as it may be kept, shown and saved: the last part of a path, without the signs that no system takes or that hide
 * what follows, and with an extension of what the content is, whatever it said.
 */
export function cleanFileName(proposed: string, kind: DocumentKind): string {
  const last = proposed.split(/[/\\]/).at(-1) ?? ''
  const clean = last
    .normalize('NFC')
    .replaceAll(unfitSigns, '')
    .replaceAll(/\s+/gu, ' ')
    .replaceAll(/^[\s.]+|[\s.]+$/gu, '')
  const dot = clean.lastIndexOf('.')
  const extension = dot > 0 ? clean.slice(dot + 1).toLowerCase() : ''
  const [, usual] = media[kind]
  const fits = extension === usual || alsoKnownAs[kind]?.includes(extension) === true
  const stem = (fits ? clean.slice(0, dot) : clean).slice(0, longestName).trim()
  // A device of some systems, whatever follows the dot.
  const named = /^(?:con|prn|aux|nul|com\d|lpt\d)?(?:\.|$)/iu.test(stem) ? 'document' : stem
  return `${named}.${fits ? extension : usual}`
}

/** Opened from a disk, these would run in a browser what they hold: they are saved as texts. */
const unrunnable: ReadonlySet<DocumentKind> = new Set(['html', 'svg'])

/** The name under which a document leaves the program: an extension of what it is, and nothing that a system would run. */
export function savedFileName(fileName: string, kind: DocumentKind): string {
  const clean = cleanFileName(fileName, kind)
  return unrunnable.has(kind) ? `${clean}.txt` : clean
}

/** A title guessed from a cleaned name: without extension, dates and the marks between words. */
export function titleFromName(fileName: string): string {
  const stem = fileName.replace(/\.[^.]*$/u, '')
  const words = stem
    .replaceAll(/[_]+/gu, ' ')
    .replaceAll(dayPattern, ' ')
    .replaceAll(/(?<![\d.])\d{8}(?:[ _-]?\d{4,6})?(?![\d.])/gu, ' ')
    .replaceAll(/\s*-\s*(?=\s|$)|(?<=^|\s)-+/gu, ' ')
    .replaceAll(/\s+/gu, ' ')
    .trim()
  const title = words.length < 2 ? stem.replaceAll('_', ' ').trim() : words
  return `${title.charAt(0).toUpperCase()}${title.slice(1)}`.slice(0, 160).trim()
}

const dayPattern = /(?<!\d)(?:(?:19|20)\d{2}[-._ /]\d{2}[-._ /]\d{2}|\d{2}[-._ /]\d{2}[-._ /](?:19|20)\d{2})(?!\d)/gu
const compactDay = /(?<!\d)((?:19|20)\d{2})(\d{2})(\d{2})(?!\d)/gu

/** The first civil day a text names, not after `today`; `null` when it names none. */
export function dayNamedIn(text: string, today: string): string | null {
  const written = [...text.matchAll(dayPattern)].map(([day]) => {
    const [first = '', second = '', third = ''] = day.split(/[-._ /]/)
    return first.length === 4 ? `${first}-${second}-${third}` : `${third}-${second}-${first}`
  })
  const compact = [...text.matchAll(compactDay)].map(([, year, month, day]) => `${year}-${month}-${day}`)
  return [...written, ...compact].find((day) => isDay(day) && day <= today) ?? null
}

function isDay(text: string): boolean {
  const at = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text)
}

/** What is looked into for a category: a name says more than what follows, and the beginning of a text more than its end. */
const wordsLookedInto = 3_000

/**
 * The category whose words are found in a name, else in the beginning of a text; the one with most of them, then the first
 * in their order. `null` when none is.
 */
export function suggestCategory(
  name: string,
  text: string,
  categories: readonly DocumentCategory[],
): DocumentCategory | null {
  const proposed = categories.filter(({ archived }) => !archived)
  return bestOf(name, proposed) ?? bestOf(text.slice(0, wordsLookedInto), proposed)
}

function bestOf(text: string, categories: readonly DocumentCategory[]): DocumentCategory | null {
  const words = ` ${searchWords(text).join(' ')} `
  const scored = categories.map((category) => ({
    category,
    found: [category.fields.name, ...category.fields.keywords].filter((keyword) => {
      const key = searchWords(keyword).join(' ')
      return key !== '' && words.includes(` ${key} `)
    }).length,
  }))
  const best = scored.reduce((most, one) => (one.found > most.found ? one : most), { category: null, found: 0 } as {
    readonly category: DocumentCategory | null
    readonly found: number
  })
  return best.category
}

/**
 * What files of the same origin share in their names: the words, without figures. A category given by a person to one is
 * proposed for the next. Empty when nothing is left to go by.
 */
export function habitKey(fileName: string): string {
  const words = searchWords(fileName.replace(/\.[^.]*$/u, ''))
    .map((word) => word.replaceAll(/\d+/gu, ''))
    .filter((word) => word.length > 2)
  return words.slice(0, 6).join(' ')
}

/** The turn of an image after another quarter. */
export function turnedBy(turn: QuarterTurn, by: QuarterTurn): QuarterTurn {
  return ((turn + by) % 360) as QuarterTurn
}

/** Whether an arrangement names pages that are there, each at most once. */
export function isArrangement(pages: readonly ArrangedPage[], present: number): boolean {
  const named = pages.map(({ from }) => from)
  return named.length > 0 && new Set(named).size === named.length && named.every((from) => from < present)
}

/** What stays of a document when some of its pages leave it; `null` when nothing would. */
export function pagesLeft(leaving: readonly number[], present: number): readonly ArrangedPage[] | null {
  const left = Array.from({ length: present }, (_, from) => from).filter((from) => !leaving.includes(from))
  return left.length === 0 ? null : left.map((from) => ({ from, turn: 0 }))
}
