import { z } from 'zod'
import { id, instantUtc, version } from '#app/kernel/ids.ts'
import { operation } from '#app/kernel/operation.ts'
import { cabinetName } from '#app/features/cabinet/model.ts'
import { jobStarted } from '#app/features/jobs/model.ts'
import { backupContents, backupListed, backupSettings } from './model.ts'

const whole = { patients: 'none', because: 'the file as a whole, encrypted' } as const
const opening = { anyone: 'restoring is done before any cabinet is open' } as const
const path = z.string().min(1).max(1024)
const badFile = [
  'backup.damaged',
  'backup.foreign',
  'backup.newer',
  'backup.unreadable',
  'folder.out-of-reach',
] as const

/** Where and when backups are made, and how the last one went. */
export const getBackupSettings = operation({
  name: 'backups.settings',
  kind: 'query',
  needs: 'active-session',
  permission: 'backup.make',
  scope: whole,
  audit: { none: 'settings hold no patient' },
  input: z.strictObject({}),
  output: z.object({
    settings: backupSettings,
    version,
    last: z.object({ at: instantUtc, outcome: z.enum(['verified', 'failed']), path: z.string() }).nullable(),
    nextAt: instantUtc.nullable(),
    /** The backup the caller started and that goes on: a page loaded again finds it here. */
    underWay: id.nullable(),
  }),
  problems: [],
})

/** Changes where and when backups are made; the folder must exist and accept a file. */
export const updateBackupSettings = operation({
  name: 'backups.updateSettings',
  kind: 'command',
  needs: 'active-session',
  permission: 'backup.configure',
  scope: whole,
  audit: 'backup.configure',
  input: z.strictObject({ settings: backupSettings, expectedVersion: version }),
  output: z.object({ settings: backupSettings, version }),
  problems: ['edit.conflict', 'backup.unreadable'],
})

/** Makes a backup now, verified after writing, while the cabinet is in use: a job. */
export const startBackup = operation({
  name: 'backups.start',
  kind: 'command',
  needs: 'active-session',
  permission: 'backup.make',
  scope: whole,
  audit: 'backup.start',
  input: z.strictObject({}),
  output: jobStarted,
  problems: ['backup.running', 'backup.unreadable', 'backup.no-space', 'cabinet.busy'],
})

/** Backups found on this computer: in the known cabinets' backup folders, or in the folder given. Newest first. */
export const listBackups = operation({
  name: 'backups.list',
  kind: 'query',
  needs: 'nothing',
  permission: opening,
  scope: whole,
  audit: { none: 'no journal before opening; names of cabinets and counts only' },
  input: z.strictObject({ folder: path.optional() }),
  output: z.object({ backups: z.array(backupListed), folder: z.string() }),
  problems: ['backup.unreadable', 'folder.out-of-reach'],
})

/** What one backup holds, after checking every block against its digest. */
export const inspectBackup = operation({
  name: 'backups.inspect',
  kind: 'query',
  needs: 'nothing',
  permission: opening,
  scope: whole,
  audit: { none: 'no journal before opening; names of cabinets and counts only' },
  input: z.strictObject({ path }),
  output: z.object({ contents: backupContents }),
  problems: [...badFile],
})

/** Restores beside and swaps: a job. `replace` puts the present cabinet aside, never deletes it. */
export const restoreBackup = operation({
  name: 'backups.restore',
  kind: 'command',
  needs: 'nothing',
  permission: opening,
  scope: whole,
  audit: { none: 'the restored cabinet journals its restoration at its first opening' },
  input: z.strictObject({ path, name: cabinetName, mode: z.enum(['new', 'replace']), expectedCabinetId: id }),
  output: jobStarted,
  problems: [
    ...badFile,
    'backup.no-space',
    'cabinet.name-taken',
    'cabinet.in-use',
    'cabinet.busy',
    'cabinet.read-only',
    'network.host-only',
  ],
})

/**
 * What the open cabinet holds, as counts and as one digest of every row, to compare a cabinet with its restored copy.
 * The journal, sessions, drafts and whatever merely opening writes are left out. Takes seconds for 100,000 patients.
 */
export const fingerprintContent = operation({
  name: 'backups.fingerprint',
  kind: 'query',
  needs: 'active-session',
  permission: 'backup.configure',
  scope: { patients: 'none', because: 'a digest of all rows gives none of them away' },
  audit: { none: 'counts and a digest only' },
  input: z.strictObject({}),
  output: z.object({
    counts: z.object({ patients: z.int(), users: z.int() }),
    /** SHA-256, lower-case hexadecimal. */
    contentHash: z.string(),
  }),
  problems: [],
})

/** The operations of `backups`, by the second part of their name. */
export const backupsContract = {
  fingerprint: fingerprintContent,
  settings: getBackupSettings,
  updateSettings: updateBackupSettings,
  start: startBackup,
  list: listBackups,
  inspect: inspectBackup,
  restore: restoreBackup,
}
