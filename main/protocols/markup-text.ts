/** Elements after which a reader begins a new line. */
const lineEnds = new Set([
  'address',
  'article',
  'blockquote',
  'br',
  'caption',
  'component',
  'dd',
  'div',
  'dt',
  'entry',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'header',
  'item',
  'li',
  'ol',
  'p',
  'paragraph',
  'pre',
  'section',
  'table',
  'text',
  'title',
  'tr',
  'ul',
])
/** Elements whose content is not read. */
const silent = new Set(['script', 'style', 'template', 'noscript', 'object', 'binary'])

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: '’',
  nbsp: ' ',
  eacute: 'é',
  egrave: 'è',
  agrave: 'à',
  ccedil: 'ç',
}

/**
 * The words of an XML or HTML, in one pass over at most `most` characters. Nothing is resolved: entities of the document
 * stay as they are written, addresses are not followed, scripts and styles are left out.
 */
export function textOfMarkup(source: string, most = 2_000_000): string {
  const markup = source.slice(0, most)
  const lower = markup.toLowerCase()
  const pieces: string[] = []
  let at = 0
  while (at < markup.length) {
    const open = markup.indexOf('<', at)
    if (open === -1) {
      pieces.push(markup.slice(at))
      break
    }
    if (open > at) pieces.push(markup.slice(at, open))
    const end = endOfTag(markup, open)
    if (end === -1) break
    if (markup.startsWith('<![CDATA[', open)) pieces.push(markup.slice(open + 9, end - 2))
    const name = /^<\/?(?:[\w.-]{1,40}:)?([\w.-]{1,40})/.exec(lower.slice(open, open + 90))?.[1] ?? ''
    if (lineEnds.has(name)) pieces.push('\n')
    else if (name === 'td' || name === 'th') pieces.push('\t')
    at = end + 1
    if (silent.has(name) && markup[open + 1] !== '/' && markup[end - 1] !== '/') {
      const close = lower.indexOf(`</${name}`, at)
      if (close === -1) break
      at = close
    }
  }
  return tidied(pieces.join('').replaceAll(/&(#?[\w]{1,12});/gu, (whole, name: string) => signOf(name) ?? whole))
}

/** Where the tag, comment or section that begins at `open` ends; -1 when it does not. */
function endOfTag(markup: string, open: number): number {
  const ends = (mark: string) => {
    const found = markup.indexOf(mark, open)
    return found === -1 ? -1 : found + mark.length - 1
  }
  if (markup.startsWith('<!--', open)) return ends('-->')
  if (markup.startsWith('<![CDATA[', open)) return ends(']]>')
  // A document type with its own entities between brackets.
  if (/^<!doctype[^>[]{0,500}\[/i.test(markup.slice(open, open + 520))) return ends(']>')
  return ends('>')
}

function signOf(name: string): string | null {
  if (!name.startsWith('#')) return entities[name] ?? null
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10)
  return code > 31 && code <= 0x10_ff_ff && (code < 0xd8_00 || code > 0xdf_ff) ? String.fromCodePoint(code) : ' '
}

function tidied(text: string): string {
  return text
    .split('\n')
    .map((line) => line.replaceAll(/[ \t\r\f\u00A0]+/gu, ' ').trim())
    .join('\n')
    .replaceAll(/\n{3,}/gu, '\n\n')
    .trim()
}
