import { forbidCoreDumps as forbid } from '#main/host/core-dumps.ts'
import { log } from './log.ts'

/** The same for every process of the program: those started from now on inherit it, the core first. */
export function forbidCoreDumps(): void {
  // Without it the system's own setting holds; whoever reads the log knows which.
  if (!forbid()) log('shell.core-dumps-unlimited', {})
}
