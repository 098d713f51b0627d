import type { TextAlign, TextRun } from '#app/features/printing/model.ts'
import { type Face, faceOf } from './fonts.ts'
import { inks, type Paper } from './paper.ts'

/** How tall a line is, for letters of one point. */
export const leading = 1.36

/** A stretch of a line in one look. */
interface Fragment {
  readonly text: string
  readonly face: Face
  readonly underline: boolean
}

/** One line of text, ready to draw. */
export interface RichLine {
  readonly fragments: readonly Fragment[]
  readonly width: number
  /** The last of its paragraph, or before a line break: never stretched. */
  readonly last: boolean
}

/** What cannot be cut: letters up to the next place where a line may end. */
interface Word {
  readonly fragments: readonly Fragment[]
  readonly width: number
  /** A line ends after it whatever room is left. */
  readonly breaks: boolean
}

/** Cuts text into lines no wider than `width`, in letters of `size`. No text is one empty line. */
export function linesOf(paper: Paper, runs: readonly TextRun[], size: number, width: number): readonly RichLine[] {
  const lines: RichLine[] = []
  let present: Fragment[] = []
  let used = 0
  const end = (last: boolean) => {
    lines.push(finished(paper, present, size, last))
    present = []
    used = 0
  }
  for (const word of wordsOf(paper, runs, size)) {
    // What hangs at the end of a line is its space, which takes no room there.
    if (present.length > 0 && used + widthWithoutSpace(paper, word, size) > width) end(false)
    for (const part of present.length === 0 ? cutToFit(paper, word, size, width) : [word]) {
      if (present.length > 0 && part !== word) end(false)
      present.push(...part.fragments)
      used += part.width
      if (part.breaks) end(true)
    }
  }
  if (present.length > 0 || lines.length === 0) end(true)
  return lines
}

/** Draws a line whose top left corner is given, in a room of `width`. */
export function drawLine(
  paper: Paper,
  line: RichLine,
  place: {
    readonly x: number
    readonly y: number
    readonly width: number
    readonly size: number
    readonly align: TextAlign
    readonly ink?: string
  },
): void {
  const { size, y } = place
  const left = Math.max(0, place.width - line.width)
  const spaces = line.fragments.reduce((sum, { text }) => sum + text.split(' ').length - 1, 0)
  const stretch = place.align === 'justify' && !line.last && spaces > 0 ? left / spaces : 0
  let x = place.x + (place.align === 'right' ? left : place.align === 'center' ? left / 2 : 0)
  for (const fragment of line.fragments) {
    const from = x
    // One piece where nothing is stretched: a reader of the file finds the sentence whole.
    for (const part of stretch === 0 ? [fragment.text] : fragment.text.split(/(?<= )/)) {
      paper.text(part, x, y, { face: fragment.face, size, ink: place.ink ?? inks.text })
      x += paper.widthOf(part, fragment.face, size) + (part.endsWith(' ') ? stretch : 0)
    }
    if (fragment.underline) paper.line([from, y + size * 1.14], [x, y + size * 1.14], size / 18, place.ink ?? inks.text)
  }
}

/**
 * After a space or a hyphen, never after a no-break one, nor where French wants one and an ordinary one was typed; a line
 * break stands alone.
 */
const placesToBreak = /(?<= )(?<!« )(?![:;?!»%€])|(?<=[\p{L}\p{N}]-)(?=\p{L})|(\n)/u

function* wordsOf(paper: Paper, runs: readonly TextRun[], size: number): Generator<Word> {
  let fragments: Fragment[] = []
  const word = (breaks: boolean): Word => {
    const done = { fragments, width: widthOf(paper, fragments, size), breaks }
    fragments = []
    return done
  }
  for (const run of runs) {
    const look = { face: faceOf(run), underline: run.underline === true }
    for (const text of paper.printable(run.text).split(placesToBreak)) {
      if (text === undefined || text === '') continue
      if (text === '\n') {
        yield word(true)
        continue
      }
      fragments.push({ text, ...look })
      if (text.endsWith(' ') || text.endsWith('-')) yield word(false)
    }
  }
  if (fragments.length > 0) yield word(false)
}

/** A word wider than a whole line, in pieces that fit. */
function cutToFit(paper: Paper, word: Word, size: number, width: number): readonly Word[] {
  if (widthWithoutSpace(paper, word, size) <= width) return [word]
  const pieces: Word[] = []
  let taken: Fragment[] = []
  const end = (breaks: boolean) => {
    pieces.push({ fragments: taken, width: widthOf(paper, taken, size), breaks })
    taken = []
  }
  for (const fragment of word.fragments) {
    let text = ''
    for (const sign of fragment.text) {
      const next = [...taken, { ...fragment, text: text + sign }]
      if (widthOf(paper, next, size) > width && (text !== '' || taken.length > 0)) {
        if (text !== '') taken.push({ ...fragment, text })
        end(false)
        text = ''
      }
      text += sign
    }
    if (text !== '') taken.push({ ...fragment, text })
  }
  end(word.breaks)
  return pieces
}

/** Neighbours of one look joined, the space at the end gone. */
function finished(paper: Paper, fragments: readonly Fragment[], size: number, last: boolean): RichLine {
  const joined: Fragment[] = []
  for (const fragment of fragments) {
    const before = joined.at(-1)
    if (before !== undefined && before.face === fragment.face && before.underline === fragment.underline) {
      joined[joined.length - 1] = { ...before, text: before.text + fragment.text }
    } else {
      joined.push(fragment)
    }
  }
  const end = joined.at(-1)
  if (end !== undefined) joined[joined.length - 1] = { ...end, text: end.text.replace(/ +$/, '') }
  const drawn = joined.filter(({ text }) => text !== '')
  return { fragments: drawn, width: widthOf(paper, drawn, size), last }
}

function widthWithoutSpace(paper: Paper, word: Word, size: number): number {
  const end = word.fragments.at(-1)
  return end?.text.endsWith(' ') === true ? word.width - paper.widthOf(' ', end.face, size) : word.width
}

function widthOf(paper: Paper, fragments: readonly Fragment[], size: number): number {
  return fragments.reduce((sum, { text, face }) => sum + paper.widthOf(text, face, size), 0)
}
