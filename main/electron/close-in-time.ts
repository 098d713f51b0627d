import type { CoreSupervisor } from './core-supervisor.ts'

/** What a system that shuts down leaves to a program: Windows gives five seconds to all of them. */
const shutdownMs = 3_000

/**
 * Closes the core's file without its backup, and ends the core when that lasts: whatever was acknowledged is on the disk
 * then too. Tells whether the file was closed.
 */
export async function closeInTime(
  core: Pick<CoreSupervisor, 'close' | 'kill'>,
  patienceMs = shutdownMs,
): Promise<boolean> {
  const late = Promise.withResolvers<false>()
  const timer = setTimeout(() => late.resolve(false), patienceMs)
  const closed = core.close({ withBackup: false }).then(
    () => true,
    () => false,
  )
  const isClosed = await Promise.race([closed, late.promise])
  clearTimeout(timer)
  if (!isClosed) core.kill()
  return isClosed
}
