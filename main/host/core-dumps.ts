import { spawnSync } from 'node:child_process'

/**
 * Has the system write no image of this process's memory when it breaks, nor of those it starts from now on: keys, codes of
 * cards and records are in it. False where the system's own setting goes on holding.
 *
 * Windows writes such images only where an administrator set `LocalDumps` for this program, and macOS where one allowed
 * them: there, nothing is done.
 */
export function forbidCoreDumps(): boolean {
  if (process.platform !== 'linux') return true
  const { status } = spawnSync('prlimit', ['--core=0:0', '--pid', String(process.pid)], { stdio: 'ignore' })
  return status === 0
}
