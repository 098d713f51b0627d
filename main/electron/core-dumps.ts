import { spawnSync } from 'node:child_process'
import { log } from './log.ts'

/**
 * Has the system write no image of this program's memory when one of its processes breaks: keys and records are in it. The
 * processes started from now on inherit it, the core first.
 *
 * Windows writes such images only where an administrator set `LocalDumps` for this program; the installer has no right
 * to undo that.
 */
export function forbidCoreDumps(): void {
  if (process.platform !== 'linux') return
  const { status } = spawnSync('prlimit', ['--core=0:0', '--pid', String(process.pid)], { stdio: 'ignore' })
  // Without it the system's own setting holds; whoever reads the log knows which.
  if (status !== 0) log('shell.core-dumps-unlimited', {})
}
