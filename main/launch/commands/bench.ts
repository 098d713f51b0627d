import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { fr } from '#app/text/fr/command-line.ts'
import { answering, Misuse } from '../command.ts'
import { projectRoot } from '../program-version.ts'

/** `cabinet bench`: the measures of `npm run bench`, which live with the tests since they build cabinets to measure. */
export function addBench(program: Command): void {
  const command = program.command('bench').description(fr.commands.bench).allowUnknownOption().argument('[mesure...]')
  command.action(
    answering(command, async (terminal, only: readonly string[]) => {
      const script = join(projectRoot, 'test', 'bench', 'run.ts')
      if (!existsSync(script)) throw new Misuse(fr.misuse.benchMissing)
      const child = spawn(process.execPath, [script, ...(terminal.json ? ['--json'] : []), ...only], {
        stdio: 'inherit',
      })
      const [code] = (await once(child, 'exit')) as [number | null]
      process.exitCode = code ?? 1
      return null
    }),
  )
}
