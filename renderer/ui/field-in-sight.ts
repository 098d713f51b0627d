/**
 * For the `ref` of a part that scrolls: the field in hand stays in sight when something that comes beside the part (a
 * notice, a band) takes room from it. A field that was out of sight already is left where it is.
 */
export function keepFieldInSight(part: HTMLElement | null): (() => void) | undefined {
  if (part === null) return undefined
  let height = part.clientHeight
  const observer = new ResizeObserver(() => {
    const before = height
    height = part.clientHeight
    const field = document.activeElement
    if (height >= before || !(field instanceof HTMLElement) || field === part || !part.contains(field)) return
    const { top } = part.getBoundingClientRect()
    const shown = field.getBoundingClientRect()
    if (shown.bottom - top > height && shown.top - top < before) field.scrollIntoView({ block: 'nearest' })
  })
  observer.observe(part)
  return () => observer.disconnect()
}
