/**
 * The kinds of file a page may have saved, by extension: texts, images and documents, nothing a system would run by itself.
 * What a browser would run (HTML, SVG) is saved as text.
 */
const savedKinds = [
  'csv',
  'json',
  'jsonl',
  'pdf',
  'txt',
  'log',
  'md',
  'jpg',
  'jpeg',
  'png',
  'gif',
  'webp',
  'bmp',
  'tif',
  'tiff',
  'heic',
  'heif',
  'xml',
  'eml',
  'rtf',
  'doc',
  'docx',
  'odt',
  'xls',
  'xlsx',
  'ods',
  'ppt',
  'pptx',
  'odp',
  'zip',
] as const

/** A file a page wants to save, under a name any system takes. */
export interface SavedFile {
  readonly name: string
  readonly kind: (typeof savedKinds)[number]
}

/** What a page's own name for a file becomes; `null` when it is not of a kind that may be saved. */
export function savedFile(proposed: string): SavedFile | null {
  // What Windows refuses in a name, path separators, controls, and marks that turn the direction of writing.
  const name = proposed
    .normalize('NFC')
    .replaceAll(/[<>:"/\\|?*\p{Cc}\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu, '-')
    .replace(/^[\s.]+/, '')
    .slice(-120)
  const kind = savedKinds.find((one) => name.toLowerCase().endsWith(`.${one}`))
  return kind === undefined || name.length <= kind.length + 1 ? null : { name, kind }
}
