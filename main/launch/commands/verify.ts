import type { Command } from 'commander'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fingerprintContent, inspectBackup, restoreBackup } from '#app/features/backups/contract.ts'
import type { BackupContents } from '#app/features/backups/model.ts'
import { fr } from '#app/text/fr/command-line.ts'
import { type Actor, withOpenCabinet, withSeat } from '../cabinet-seat.ts'
import { answering, type Terminal } from '../command.ts'
import { addActor } from '../options.ts'
import { hasSecret } from '../secret.ts'

/**
 * `cabinet verify FILE`: every block of a backup against its digest, and what the file says it holds: that needs no secret.
 * With one, and for a training cabinet, the backup is also restored aside, opened and read whole.
 */
export function addVerify(program: Command): void {
  const command = addActor(program.command('verify').description(fr.commands.verify).argument('<fichier>'))
  command.action(
    answering(command, async (terminal, file: string, actor: Actor) => {
      const path = resolve(file)
      const contents = await withSeat({}, async (seat) => (await seat.ask(inspectBackup, { path })).contents)
      const { cabinetName, counts, profile } = contents
      const lines = [fr.backupSound(path), fr.info(cabinetName, counts.patients, counts.users)]
      if (profile !== 'training' && !hasSecret(actor)) return { value: { ...contents }, lines }
      const contentHash = await readWhole(contents, actor, terminal)
      return { value: { ...contents, contentHash }, lines: [...lines, fr.contentHash(contentHash)] }
    }),
  )
}

/** Restores the backup in a folder of its own, opens it as `actor`, and reads everything; the folder is removed. */
async function readWhole(contents: BackupContents, actor: Actor, terminal: Terminal): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'cabinet-verify-'))
  try {
    await withSeat({ dir: folder }, async (seat) => {
      const { jobId } = await seat.ask(restoreBackup, {
        path: contents.path,
        name: contents.cabinetName,
        mode: 'new',
        expectedCabinetId: contents.cabinetId,
      })
      await seat.follow(jobId, terminal)
    })
    return await withOpenCabinet({ dir: folder }, { ...actor, needs: 'backup.configure' }, async (seat) => {
      const { contentHash } = await seat.ask(fingerprintContent, {})
      return contentHash
    })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
