import { inks, type Paper } from './paper.ts'

/** What goes from the top of a page to its bottom in one piece. */
export interface Strip {
  readonly height: number
  /** Room above it, except at the top of a page. */
  readonly before?: number
  /** Never parted from the one after it by the end of a page. */
  readonly keepsNext?: boolean
  /** Begins a page. */
  readonly breaksPage?: boolean
  /** Strips of one frame stand in it together; it is closed at the end of a page and opened again on the next. */
  readonly frame?: Frame
  /** Drawn again at the top of a page that begins with this strip: the head of its table. */
  readonly head?: Strip
  readonly draw: (y: number) => void
}

/** A rectangle around strips. */
export interface Frame {
  readonly left: number
  readonly width: number
  /** Room between the frame and what is in it. */
  readonly padding: number
  /** Crossed out from corner to corner once closed: nothing may be added in it. */
  readonly crossed?: boolean
}

/** Where strips may stand on a page, from 0. */
export type Room = (page: number) => { readonly top: number; readonly bottom: number }

/**
 * Puts strips one under the other, on as many pages as they need; the first page exists. Strips that keep together and
 * are taller than a page are parted all the same. Returns where the last one ends.
 */
export function flow(paper: Paper, strips: readonly Strip[], room: Room): number {
  let page = 0
  let { top, bottom } = room(page)
  let y = top
  // Widened: the compiler does not see what the functions below do to it.
  let open = null as { readonly frame: Frame; readonly from: number } | null
  const close = () => {
    if (open === null) return
    const { frame, from } = open
    const height = y + frame.padding - from
    paper.aside(() => {
      paper.frame(frame.left, from, frame.width, height)
      if (frame.crossed === true)
        paper.line([frame.left, from + height], [frame.left + frame.width, from], 0.75, inks.text)
    })
    y += frame.padding
    open = null
  }
  const turn = () => {
    close()
    page += 1
    paper.addPage()
    ;({ top, bottom } = room(page))
    y = top
  }
  for (let index = 0; index < strips.length; index += 1) {
    const strip = strips[index]
    if (strip === undefined) continue
    const isFirst = y === top
    if (strip.breaksPage === true && !isFirst) turn()
    const needed = heightTogether(strips, index, bottom - top) + (strip.frame?.padding ?? 0) * 2
    if (y !== top && y + (strip.before ?? 0) + needed > bottom) {
      const isContinued = open !== null && open.frame === strip.frame
      turn()
      if (strip.head !== undefined && strip.head !== strip) {
        strip.head.draw(y)
        y += strip.head.height
      }
      if (isContinued && strip.frame !== undefined) {
        open = { frame: strip.frame, from: y }
        y += strip.frame.padding
      }
    }
    if (open !== null && open.frame !== strip.frame) close()
    const startsFrame = open !== null && y === open.from + open.frame.padding
    if (y !== top && !startsFrame) y += strip.before ?? 0
    if (strip.frame !== undefined && open === null) {
      open = { frame: strip.frame, from: y }
      y += strip.frame.padding
    }
    strip.draw(y)
    y += strip.height
  }
  close()
  return y
}

/** The height of a strip with those it keeps, as far as a page can hold them. */
function heightTogether(strips: readonly Strip[], from: number, most: number): number {
  let height = strips[from]?.height ?? 0
  for (let index = from; strips[index]?.keepsNext === true; index += 1) {
    const next = strips[index + 1]
    if (next === undefined || next.breaksPage === true) break
    const more = height + (next.before ?? 0) + next.height
    if (more > most) break
    height = more
  }
  return height
}
