import type { Command } from 'commander'
import { constants } from 'node:fs'
import { copyFile, mkdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { fingerprintContent, inspectBackup, startBackup } from '#app/features/backups/contract.ts'
import { fr } from '#app/text/fr/command-line.ts'
import { type Actor, withOpenCabinet } from '../cabinet-seat.ts'
import { answering, Refused } from '../command.ts'
import { addActor } from '../options.ts'

interface Options extends Actor {
  readonly dir: string
  readonly to?: string
}

/** `cabinet backup`: one verified `.cabsave`, where the cabinet keeps its backups or in the folder given. */
export function addBackup(program: Command): void {
  const command = addActor(
    program
      .command('backup')
      .description(fr.commands.backup)
      .requiredOption('--dir <dossier>', fr.options.dir)
      .option('--to <dossier>', fr.options.to),
  )
  command.action(
    answering(command, (terminal, options: Options) => {
      const place = options.to === undefined ? { dir: options.dir } : { dir: options.dir, backups: options.to }
      return withOpenCabinet(place, { ...options, needs: 'backup.configure' }, async (seat) => {
        const { jobId } = await seat.ask(startBackup, {})
        const { result } = await seat.follow(jobId, terminal)
        if (result?.path === undefined) throw new Error('a backup ended without a file')
        const path = options.to === undefined ? result.path : await bring(result.path, resolve(options.to))
        const { contents } = await seat.ask(inspectBackup, { path })
        // This command is alone on the file: what is open is what was saved.
        const { contentHash } = await seat.ask(fingerprintContent, {})
        return { value: { ...contents, contentHash }, lines: [fr.backupMade(path), fr.contentHash(contentHash)] }
      })
    }),
  )
}

/** The cabinet may have its own folder for backups: a copy goes where this command was told. Whole or not at all. */
async function bring(path: string, folder: string): Promise<string> {
  const wanted = join(folder, basename(path))
  if (dirname(resolve(path)) === folder) return path
  try {
    await mkdir(folder, { recursive: true })
    await copyFile(path, `${wanted}.part`, constants.COPYFILE_FICLONE)
    await rename(`${wanted}.part`, wanted)
    return wanted
  } catch {
    await rm(`${wanted}.part`, { force: true })
    throw new Refused({ problem: 'backup.unreadable', data: { path: folder } })
  }
}
