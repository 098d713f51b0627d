/** How long to wait before the next start: at once after a first crash, then longer and longer, at most half a minute. */
export function backOffMs(crashesInARow: number): number {
  return crashesInARow <= 1 ? 0 : Math.min(30_000, 500 * 2 ** (crashesInARow - 2))
}
