import { default as Document } from 'pdfkit'
import { type Face, fontOf } from './fonts.ts'

/** Points in a millimetre. */
export const millimetre = 72 / 25.4

/** The inks: text, what is secondary, and rules. */
export const inks = { text: '#000000', quiet: '#3d4650', rule: '#8a939b' } as const

/** A place in the structure that screen readers follow. Made with {@link Paper.tag}. */
export interface Tag {
  readonly type: string
  readonly parent: Tag | null
  element: PDFKit.PDFStructureElement | null
}

/** A font as pdfkit opened it. It takes one in place of bytes, of which its types say nothing. */
interface OpenFont {
  hasGlyphForCodePoint(codePoint: number): boolean
  layout(text: string, features?: Readonly<Record<string, boolean>>): unknown
  getGlyph(glyph: number, codePoints?: readonly number[]): { codePoints: readonly number[] } | null
}
interface WithFont {
  readonly _font: { readonly font: OpenFont }
}

/** Fonts opened once for every document: reading the tables of one takes longer than setting a page. */
const openFonts = new Map<Face, OpenFont>()

/** An image read once, which pdfkit then takes as it takes bytes; its types leave that out. */
interface WithImages {
  openImage(bytes: Buffer): { readonly width: number; readonly height: number }
}

/**
 * Blank pages and what can be put on them. Lengths are points from the top left corner. PDF/A-3b is asked of pdfkit
 * (embedded fonts, output intent, metadata); no validator has judged the result.
 */
export class Paper {
  readonly width: number
  readonly height: number
  readonly root: Tag
  readonly #document: PDFKit.PDFDocument
  readonly #parts: Buffer[] = []
  readonly #ended: Promise<void>
  readonly #covered = new Map<string, boolean>()

  constructor(title: string, size: { readonly width: number; readonly height: number }) {
    this.width = size.width
    this.height = size.height
    this.#document = new Document({
      // None: a standard font is never embedded, and one given here is opened again at each change of face.
      font: '',
      size: [size.width, size.height],
      margin: 0,
      autoFirstPage: false,
      bufferPages: true,
      pdfVersion: '1.7',
      subset: 'PDF/A-3b',
      tagged: true,
      lang: 'fr-FR',
      displayTitle: true,
      info: { Title: title, Creator: 'Cabinet Ouvert', Producer: 'Cabinet Ouvert (pdfkit)' },
    })
    for (const face of ['regular', 'bold', 'italic', 'bold-italic'] as const) {
      this.#document.registerFont(face, (openFonts.get(face) ?? fontOf(face)) as Buffer)
    }
    this.#document.on('data', (part: Buffer) => this.#parts.push(part))
    this.#ended = new Promise((resolve) => this.#document.once('end', () => resolve()))
    this.root = this.tag('Document', null)
  }

  addPage(): void {
    this.#document.addPage()
  }

  /** How many pages there are. */
  get pages(): number {
    return this.#document.bufferedPageRange().count
  }

  /** What is drawn next goes on this page, from 0. */
  turnTo(page: number): void {
    this.#document.switchToPage(page)
  }

  /** A place in the structure, under another; it exists once something is drawn in it. */
  tag(type: string, parent: Tag | null = this.root): Tag {
    return { type, parent, element: null }
  }

  /** Draws what a screen reader reads, at that place. */
  within(tag: Tag, draw: () => void): void {
    const element = this.#elementOf(tag)
    const content = this.#document.markStructureContent(tag.type)
    draw()
    this.#document.endMarkedContent()
    element.add(content)
  }

  /** Draws what a screen reader leaves out: a rule, a page's number. */
  aside(draw: () => void): void {
    this.#document.markContent('Artifact', { type: 'Layout' })
    draw()
    this.#document.endMarkedContent()
  }

  widthOf(text: string, face: Face, size: number): number {
    this.#fontOf(face)
    return this.#document.fontSize(size).widthOfString(text)
  }

  /** One line of text from a corner. `text` is {@link printable}. */
  text(
    text: string,
    x: number,
    y: number,
    look: { readonly face: Face; readonly size: number; readonly ink?: string },
  ) {
    this.#fontOf(look.face)
    this.#document
      .fontSize(look.size)
      .fillColor(look.ink ?? inks.text)
      .text(text, x, y, { lineBreak: false })
  }

  line(from: readonly [number, number], to: readonly [number, number], width = 0.5, ink: string = inks.rule): void {
    this.#document
      .moveTo(...from)
      .lineTo(...to)
      .lineWidth(width)
      .strokeColor(ink)
      .stroke()
  }

  frame(x: number, y: number, width: number, height: number): void {
    this.#document.rect(x, y, width, height).lineWidth(0.75).strokeColor(inks.text).stroke()
  }

  /** Dark bars between `y` and `y + height`: pairs of left edge and width. */
  bars(bars: readonly (readonly [x: number, width: number])[], y: number, height: number): void {
    for (const [x, width] of bars) this.#document.rect(x, y, width, height)
    if (bars.length > 0) this.#document.fillColor(inks.text).fill()
  }

  /** An image inside a box, kept in proportion, from its top left corner. Returns the height it takes. */
  image(bytes: Uint8Array, x: number, y: number, box: { readonly width: number; readonly height: number }): number {
    const opened = (this.#document as unknown as WithImages).openImage(Buffer.from(bytes))
    const scale = Math.min(box.width / opened.width, box.height / opened.height)
    const height = opened.height * scale
    this.#document.image(opened as unknown as string, x, y, { width: opened.width * scale, height })
    return height
  }

  /**
   * A text as it can be drawn: in composed letters, without control or format characters, with what the font has not
   * replaced: a narrow no-break space by a wide one, the rest by a question mark. Line breaks stay.
   */
  printable(text: string): string {
    const composed = text
      .toWellFormed()
      .normalize('NFC')
      .replaceAll(/\r\n?|[\u2028\u2029]/g, '\n')
      .replaceAll('\t', '    ')
      .replaceAll(/[^\P{C}\n]/gu, '')
    // Most texts hold nothing but Latin letters, of which the font lacks none.
    if (/^[\n\x20-\x7E\u00A0-\u017F\u2013-\u2022\u2026\u20AC]*$/.test(composed)) return composed
    return Array.from(composed, (sign) => (sign === '\n' || this.#has(sign) ? sign : replacementOf(sign))).join('')
  }

  /** Ends the document. */
  async bytes(): Promise<Uint8Array<ArrayBuffer>> {
    this.root.element?.end()
    this.#document.end()
    await this.#ended
    return Uint8Array.from(Buffer.concat(this.#parts))
  }

  #has(sign: string): boolean {
    const known = this.#covered.get(sign)
    if (known !== undefined) return known
    const has = this.#fontOf('regular').hasGlyphForCodePoint(sign.codePointAt(0) ?? 0)
    this.#covered.set(sign, has)
    return has
  }

  /** Sets in a face from now on. */
  #fontOf(face: Face): OpenFont {
    this.#document.font(face)
    const known = openFonts.get(face)
    if (known !== undefined) return known
    const { _font: chosen } = this.#document as unknown as WithFont
    const opened = withLettersOfItsOwn(withPlainFigures(chosen.font))
    openFonts.set(face, opened)
    return opened
  }

  #elementOf(tag: Tag): PDFKit.PDFStructureElement {
    if (tag.element !== null) return tag.element
    const element = this.#document.struct(tag.type)
    if (tag.parent === null) this.#document.addStructure(element)
    else this.#elementOf(tag.parent).add(element)
    tag.element = element
    return element
  }
}

/**
 * The same font, whose figures are not drawn closer to what is beside them: it tucks the comma of « 6,1 » under the 6, so
 * that it reads as 61.
 */
function withPlainFigures(font: OpenFont): OpenFont {
  const layout = font.layout.bind(font)
  font.layout = (text, features) => layout(text, features ?? (/\d/.test(text) ? { kern: false } : undefined))
  return font
}

/**
 * The same font, whose drawings say the letters of the text at hand. It keeps each drawing with what it stood for first: a
 * full stop drawn as half of a colon stood for nothing, and every later document would be copied and read aloud without.
 */
function withLettersOfItsOwn(font: OpenFont): OpenFont {
  const getGlyph = font.getGlyph.bind(font)
  font.getGlyph = (id, codePoints = []) => {
    const glyph = getGlyph(id, codePoints)
    if (glyph !== null && codePoints.length > 0) glyph.codePoints = codePoints
    return glyph
  }
  return font
}

function replacementOf(sign: string): string {
  return /\p{Zs}/u.test(sign) ? '\u00A0' : '?'
}
