/** A part that is loaded when it is first shown, asked of a host that was away: as Chromium says it. */
export function isUnloaded(error: unknown): boolean {
  return error instanceof TypeError && error.message.includes('dynamically imported module')
}

/**
 * Reloads the page, if the cabinet answers: a part that failed to load is not asked for again by the same page, and a page
 * without its host would be lost altogether.
 */
export async function reloadOnceReachable(): Promise<void> {
  try {
    await fetch(window.location.href, { method: 'HEAD', cache: 'no-store' })
  } catch {
    return
  }
  window.location.reload()
}
