/** Whether a field has its list open: Échap then closes the list, and nothing around it. */
export function hasOpenList(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false
  if (target.getAttribute('aria-expanded') === 'true') return true
  // Mantine says so at once here, and in `aria-expanded` only once its list has been drawn.
  return target.getAttribute('data-expanded') === 'true'
}
