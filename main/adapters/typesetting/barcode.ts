import { inks, millimetre, type Paper } from './paper.ts'

/** Draws a text as Code 128 bars from a corner, within `width`; it must be ASCII. */
export type DrawBarcode = (
  paper: Paper,
  text: string,
  box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
) => void

/** Loaded when a sheet has bars: it is a large library, which most sheets do without. */
export async function loadBarcodes(): Promise<DrawBarcode> {
  const { raw } = (await import('bwip-js/node')).default
  return (paper, text, box) => {
    const [drawn] = raw('code128', text, '')
    if (drawn === undefined || !('sbs' in drawn)) return
    // Widths of a bar, a space, a bar… in modules. A module under 0.19 mm is read badly; over 0.33 it wastes room.
    const modules = drawn.sbs.reduce((sum, width) => sum + width, 0)
    const module = Math.min(box.width / modules, 0.33 * millimetre)
    const bars: [x: number, width: number][] = []
    let x = box.x
    for (const [index, width] of drawn.sbs.entries()) {
      if (index % 2 === 0) bars.push([x, width * module])
      x += width * module
    }
    paper.bars(bars, box.y, box.height)
  }
}

/** Bars with their name and digits under them; returns the height taken. */
export function drawIdentifier(
  paper: Paper,
  draw: DrawBarcode,
  identifier: { readonly name: string; readonly digits: string },
  place: { readonly x: number; readonly y: number; readonly width: number },
): number {
  const height = 7 * millimetre
  const size = 7
  paper.aside(() => draw(paper, identifier.digits, { ...place, height }))
  paper.within(paper.tag('P'), () => {
    const text = paper.printable(`${identifier.name} ${identifier.digits}`)
    paper.text(text, place.x, place.y + height + 2, { face: 'regular', size, ink: inks.text })
  })
  return height + 2 + size * 1.4
}
