/** Named parts of the window, in reading order: what F6 goes through. A part that is not shown is skipped. */
export function moveBetweenRegions(step: 1 | -1): void {
  const regions = [...document.querySelectorAll<HTMLElement>('[data-region]')].filter(
    (region) => region.getClientRects().length > 0,
  )
  if (regions.length === 0) return
  const at = regions.findLastIndex((region) => region.contains(document.activeElement))
  const next = regions[(at + step + regions.length) % regions.length]
  const first = next?.querySelector<HTMLElement>(
    '[role="grid"], [aria-current], [aria-selected="true"], input:not([disabled]), button:not([disabled])',
  )
  ;(first ?? next)?.focus()
}
