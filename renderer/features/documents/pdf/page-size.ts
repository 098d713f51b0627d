/** The size of a page, in points. */
export interface PageSize {
  readonly width: number
  readonly height: number
}

/** Pixels of one drawn page, at most: a screen has eight million. */
const mostPixels = 16_000_000
/** A page is never taller than this on the screen, in CSS pixels, whatever its file says. */
const tallest = 30_000

/** Size on the screen of a page that should be `width` CSS pixels wide. */
export function shownSize(page: PageSize, width: number): PageSize {
  const height = (width * page.height) / Math.max(page.width, 1e-6)
  if (height <= tallest) return { width, height: Math.max(1, height) }
  return { width: (width * tallest) / height, height: tallest }
}

/** How a page is drawn: its scale on the screen, and how many pixels a CSS pixel gets. */
export function drawingOf(
  page: PageSize,
  width: number,
  pixelRatio: number,
): { readonly scale: number; readonly pixelScale: number } {
  const shown = shownSize(page, width)
  const wanted = Math.max(1, pixelRatio)
  const affordable = Math.sqrt(mostPixels / Math.max(1, shown.width * shown.height))
  return { scale: shown.width / Math.max(page.width, 1e-6), pixelScale: Math.min(wanted, affordable) }
}
