import { isAbsolute } from 'node:path'
import { asService } from '#core/kernel/service.ts'
import type { JobBoard } from '#core/kernel/job-board.ts'
import type { Seat, SessionTable } from '#core/kernel/session-table.ts'
import type { Vault } from '#core/kernel/vault.ts'
import { CabinetRefusal } from '#core/db/refusal.ts'
import { backupDesk } from './backup-desk.ts'
import { cardDesk } from './card-desk.ts'
import { keyDesk } from './key-desk.ts'
import { unlockByRecoveryKey } from './unlocking.ts'
import type { CabinetVault } from './vault.ts'

/** What the vault of a seat stands on. */
export interface SeatVaultHouse {
  readonly vault: CabinetVault
  readonly sessions: SessionTable
  readonly jobs: JobBoard
}

/** The vault as the handlers of one seat see it. */
export function seatVault(house: SeatVaultHouse, seat: Pick<Seat, 'info'>): Vault {
  const { vault, sessions, jobs } = house
  const { name, certificate } = seat.info
  // Tries are counted by the certificate where there is one: a computer that changes its name has not changed.
  const counted = certificate ?? name
  // Paths typed or chosen at another computer mean other folders here.
  const isHere = seat.info.kind !== 'browser' && certificate === undefined
  const unlocking = { vault, sessions, seat: counted }
  return {
    isAtHost: certificate === undefined,
    usualFolder: vault.shelf.usualFolder,
    program: vault.config.program,
    open: () => vault.cabinet?.info ?? null,
    list: () => vault.shelf.list(vault.cabinet?.info.folder ?? null),
    mayName: async (path) => isAbsolute(path) && (isHere || vault.shelf.knows(path)),
    addFolder: (folder) => vault.shelf.add(folder),
    trainingCabinet: async () => {
      const known = await vault.shelf.list(vault.cabinet?.info.folder ?? null)
      return known.find((cabinet) => cabinet.profile === 'training') ?? null
    },
    create: (cabinet, fill) => vault.create(cabinet, sessions, fill),
    unlock: (cabinetId, userId, password, admit) =>
      vault.unlock(cabinetId, { userId, password, seat: counted }, sessions, admit),
    unlockWithRecoveryKey: (cabinetId, key, admit) => unlockByRecoveryKey(unlocking, cabinetId, key, admit),
    cards: cardDesk(unlocking),
    verify: (userId, password) => vault.verify(userId, password, counted),
    close: async () => {
      if (vault.isFilling || jobs.isRunning('backup') || jobs.isRunning('rekey')) {
        throw new CabinetRefusal('cabinet.busy', {})
      }
      sessions.endWhere(() => true)
      await sessions.settled()
      await vault.close()
    },
    ...keyDesk(vault),
    rename: (cabinetName) => vault.file.rename(cabinetName),
    rekeyPlan: () => ({
      kind: 'rekey',
      canPause: false,
      canCancel: true,
      run: async (progress) => {
        if (vault.isFilling || jobs.isRunning('backup')) throw new CabinetRefusal('cabinet.busy', {})
        const { file } = vault
        await file.rekey({
          signal: progress.signal,
          onProgress: ({ phase, doneBytes, totalBytes }) => progress.at(phase, doneBytes, totalBytes, 'bytes'),
        })
        const cabinet = vault.cabinet
        if (cabinet !== null) {
          await asService('rekey', cabinet, vault.config.ports, name).write('key.rekeyed', async () => undefined)
        }
        return { cabinetId: file.manifest.cabinetId }
      },
    }),
    backups: backupDesk(vault, jobs, name),
    journal: { verifyPlan: () => vault.journal.verifyPlan(), verdict: () => vault.journal.verdict },
    asService: (reason) => {
      if (vault.cabinet === null) throw new Error(`${reason} needs an open cabinet`)
      return asService(reason, vault.cabinet, vault.config.ports, name)
    },
  }
}
