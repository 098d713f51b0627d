import { imageSize } from './image-size.ts'
import { decodeText, decodeXml } from './text-encoding.ts'

/** Kinds of content that are taken in. */
export type ContentKind =
  | 'pdf'
  | 'jpeg'
  | 'png'
  | 'gif'
  | 'webp'
  | 'bmp'
  | 'svg'
  | 'tiff'
  | 'heic'
  | 'cda'
  | 'xml'
  | 'text'
  | 'html'
  | 'mail'
  | 'word'
  | 'sheet'
  | 'slides'
  | 'rich-text'

/** Why a content is not taken in. */
export type ContentRefusal =
  | 'empty'
  | 'program'
  | 'archive'
  | 'macros'
  | 'media'
  | 'unknown'
  | 'image-too-large'
  | 'damaged'

/** A kind, or why there is none. */
export type ToldKind = { readonly kind: ContentKind } | { readonly refused: ContentRefusal }

/** The two ends of a content; all of it when it is short. */
export interface ContentSample {
  /** At most {@link sampleBytes}. */
  readonly head: Uint8Array
  /** At most {@link sampleBytes}. */
  readonly tail: Uint8Array
}

/** Bytes of each end that are looked into. */
export const sampleBytes = 256 * 1024

/** Pixels of an image, at most: an A3 sheet scanned at 600 dots an inch has seventy million. */
const mostPixels = 100_000_000
const longestSide = 30_000

/**
 * What a content is, told from its bytes: no name, no extension and no declared type is believed, and nothing is opened,
 * unpacked or run to tell it.
 */
export async function fileKind({ head, tail }: ContentSample): Promise<ToldKind> {
  if (head.length === 0) return { refused: 'empty' }
  if (isProgram(head)) return { refused: 'program' }
  if (findAscii(head.subarray(0, 1024), '%PDF-')) return { kind: 'pdf' }
  if (startsWith(head, [0x50, 0x4b, 0x03, 0x04])) return zipKind(head, tail)
  if (isArchive(head)) return { refused: 'archive' }
  if (startsWith(head, [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])) return compoundKind(head, tail)
  const image = imageKind(head)
  if (image !== null) return checkedImage(image, head)
  if (findAscii(head.subarray(0, 6), '{\\rtf')) return { kind: 'rich-text' }
  return textKind(head) ?? (await otherKind(head))
}

function isProgram(head: Uint8Array): boolean {
  return (
    findAscii(head.subarray(0, 2), 'MZ') ||
    findAscii(head.subarray(0, 2), '#!') ||
    startsWith(head, [0x7f, 0x45, 0x4c, 0x46]) ||
    // Mach-O of both orders, and a class or a universal program.
    startsWith(head, [0xcf, 0xfa, 0xed, 0xfe]) ||
    startsWith(head, [0xce, 0xfa, 0xed, 0xfe]) ||
    startsWith(head, [0xca, 0xfe, 0xba, 0xbe]) ||
    // A shortcut of Windows.
    startsWith(head, [0x4c, 0x00, 0x00, 0x00, 0x01, 0x14, 0x02, 0x00])
  )
}

function isArchive(head: Uint8Array): boolean {
  return (
    startsWith(head, [0x1f, 0x8b]) ||
    startsWith(head, [0x50, 0x4b, 0x05, 0x06]) ||
    startsWith(head, [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]) ||
    startsWith(head, [0x52, 0x61, 0x72, 0x21]) ||
    startsWith(head, [0x42, 0x5a, 0x68]) ||
    startsWith(head, [0xfd, 0x37, 0x7a, 0x58, 0x5a]) ||
    startsWith(head, [0x28, 0xb5, 0x2f, 0xfd]) ||
    startsWith(head, [0x4d, 0x53, 0x43, 0x46]) ||
    findAscii(head.subarray(257, 262), 'ustar')
  )
}

/** Office documents are archives: told by the names of what they hold, which are not packed. */
function zipKind(head: Uint8Array, tail: Uint8Array): ToldKind {
  const holds = (name: string) => findAscii(head, name) || findAscii(tail, name)
  if (holds('vbaProject.bin') || holds('macrosheets/') || holds('Basic/script-lc.xml')) return { refused: 'macros' }
  if (holds('mimetypeapplication/vnd.oasis.opendocument.text')) return { kind: 'word' }
  if (holds('mimetypeapplication/vnd.oasis.opendocument.spreadsheet')) return { kind: 'sheet' }
  if (holds('mimetypeapplication/vnd.oasis.opendocument.presentation')) return { kind: 'slides' }
  if (holds('[Content_Types].xml') || holds('_rels/.rels')) {
    if (holds('word/document.xml')) return { kind: 'word' }
    if (holds('xl/workbook.xml')) return { kind: 'sheet' }
    if (holds('ppt/presentation.xml')) return { kind: 'slides' }
  }
  return { refused: 'archive' }
}

/** Office documents before 2007, told by the names of their streams. */
function compoundKind(head: Uint8Array, tail: Uint8Array): ToldKind {
  const holds = (name: string) => findWide(head, name) || findWide(tail, name)
  if (holds('_VBA_PROJECT') || holds('Macros')) return { refused: 'macros' }
  if (holds('WordDocument')) return { kind: 'word' }
  if (holds('Workbook')) return { kind: 'sheet' }
  if (holds('PowerPoint Document')) return { kind: 'slides' }
  return { refused: 'unknown' }
}

function imageKind(head: Uint8Array): ContentKind | null {
  if (startsWith(head, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return 'png'
  if (startsWith(head, [0xff, 0xd8, 0xff])) return 'jpeg'
  if (findAscii(head.subarray(0, 6), 'GIF87a') || findAscii(head.subarray(0, 6), 'GIF89a')) return 'gif'
  if (findAscii(head.subarray(0, 4), 'RIFF') && findAscii(head.subarray(8, 12), 'WEBP')) return 'webp'
  if (findAscii(head.subarray(0, 2), 'BM') && head.length > 26 && head[6] === 0 && head[8] === 0) return 'bmp'
  if (startsWith(head, [0x49, 0x49, 0x2a, 0x00]) || startsWith(head, [0x4d, 0x4d, 0x00, 0x2a])) return 'tiff'
  const brand = ascii(head.subarray(4, 12))
  return /^ftyp(?:heic|heix|heim|heis|hevc|mif1|msf1)$/.test(brand) ? 'heic' : null
}

/** Drawing an image takes the memory it declares: what declares none, or too much, is not drawn at all. */
function checkedImage(kind: ContentKind, head: Uint8Array): ToldKind {
  // Neither is drawn by the screens.
  if (kind === 'tiff' || kind === 'heic') return { kind }
  const size = imageSize(kind, head)
  // A long profile before the size: browsers bound what they draw.
  if (size === 'beyond') return head.length < sampleBytes ? { refused: 'damaged' } : { kind }
  if (size === null || size.width < 1 || size.height < 1) return { refused: 'damaged' }
  const isTooLarge = Math.max(size.width, size.height) > longestSide || size.width * size.height > mostPixels
  return isTooLarge ? { refused: 'image-too-large' } : { kind }
}

/** Headers by which an e-mail begins. */
const mailHeaders =
  /^(?:from|to|cc|date|subject|received|return-path|mime-version|message-id|content-type|delivered-to|reply-to|dkim-signature|x-[\w-]+):/i

function textKind(head: Uint8Array): ToldKind | null {
  const isMarked = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)
  if (!isMarked && !looksLikeText(head)) return null
  const text = isMarked ? decodeText(head) : decodeXml(head)
  const start = text.replace(/^\uFEFF/, '').trimStart()
  if (start.startsWith('<')) return { kind: markupKind(start) }
  const lines = start.slice(0, 4_000).split(/\r?\n/)
  const body = lines.indexOf('')
  const headers = lines.slice(0, body === -1 ? lines.length : body).filter((line) => mailHeaders.test(line))
  if (headers.length >= 2 && mailHeaders.test(lines[0] ?? '')) return { kind: 'mail' }
  return { kind: 'text' }
}

function markupKind(start: string): ContentKind {
  // The first element, past declarations and comments; a document type may hold entities, which nobody reads here.
  const root = /<(?![?!])(?:[\w.-]{1,60}:)?([\w.-]{1,60})/.exec(start.slice(0, 20_000))?.[1]?.toLowerCase()
  if (root === 'svg') return 'svg'
  if (root === 'clinicaldocument') return 'cda'
  if (/^<!doctype html/i.test(start) || root === 'html' || root === 'body') return 'html'
  return 'xml'
}

/** No control but those of texts. */
function looksLikeText(head: Uint8Array): boolean {
  let controls = 0
  for (const byte of head) {
    if (byte === 0) return false
    if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 12 && byte !== 13 && byte !== 27) controls += 1
  }
  return controls <= head.length / 500
}

async function otherKind(head: Uint8Array): Promise<ToldKind> {
  // A reader of many formats, some of them odd: whatever it makes of these bytes, they are not taken in. It comes with the
  // first of them: a cabinet that opens does not wait for it.
  const { fileTypeFromBuffer } = await import('file-type')
  const told = await fileTypeFromBuffer(head.subarray(0, 4_100)).catch(() => undefined)
  if (told !== undefined && /^(?:audio|video)\//.test(told.mime)) return { refused: 'media' }
  return { refused: 'unknown' }
}

function startsWith(bytes: Uint8Array, signature: readonly number[]): boolean {
  return signature.every((byte, at) => bytes[at] === byte)
}

function ascii(bytes: Uint8Array): string {
  return new TextDecoder('latin1').decode(bytes)
}

function findAscii(bytes: Uint8Array, words: string): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(words, 0, 'latin1')
}

function findWide(bytes: Uint8Array, words: string): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(Buffer.from(words, 'utf16le'))
}
