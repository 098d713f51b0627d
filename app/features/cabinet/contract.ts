import { z } from 'zod'
import { id } from '#app/kernel/ids.ts'
import { operation } from '#app/kernel/operation.ts'
import { passwordText, rpps } from '#app/features/people/model.ts'
import { jobStarted } from '#app/features/jobs/model.ts'
import { sessionView } from '#app/features/sessions/model.ts'
import { cabinetName, cabinetProfile, keySlotView, knownCabinet, recoverySheet, trainingAccount } from './model.ts'

const beforeOpening = { patients: 'none', because: 'no cabinet is open yet' } as const
const keysOnly = { patients: 'none', because: 'keys of the cabinet only' } as const
const opening = { anyone: 'the opening window, before anybody is known' } as const

/** The file-level reasons why a cabinet may not open. */
const fileProblems = [
  'cabinet.missing',
  'cabinet.in-use',
  'cabinet.newer',
  'cabinet.damaged',
  'cabinet.read-only',
  'cabinet.disk-full',
] as const

/** The program, this computer and what is open: the first question of every seat. */
export const describe = operation({
  name: 'cabinet.describe',
  kind: 'query',
  needs: 'nothing',
  permission: opening,
  scope: beforeOpening,
  audit: { none: 'says nothing about a person' },
  input: z.strictObject({}),
  output: z.object({
    programVersion: z.string(),
    contractVersion: z.string(),
    seatName: z.string(),
    /** The seat is the computer that holds the cabinets: only there are they created, restored, or looked for elsewhere. */
    atHost: z.boolean(),
    cabinetsFolder: z.string(),
    keyringAvailable: z.boolean(),
    open: z.object({ cabinetId: id, name: z.string(), profile: cabinetProfile }).nullable(),
  }),
  problems: [],
})

/** The cabinets of this computer, the last opened first. */
export const listCabinets = operation({
  name: 'cabinet.list',
  kind: 'query',
  needs: 'nothing',
  permission: opening,
  scope: beforeOpening,
  audit: { none: 'no journal before opening' },
  input: z.strictObject({}),
  output: z.object({ cabinets: z.array(knownCabinet) }),
  problems: [],
})

/** Adds a folder outside the usual one (a second disk) to the list; the folder is a `<nom>.cabinet` or holds some. */
export const addFolder = operation({
  name: 'cabinet.addFolder',
  kind: 'command',
  needs: 'nothing',
  permission: opening,
  scope: beforeOpening,
  audit: { none: 'no journal before opening' },
  input: z.strictObject({ folder: z.string().min(1).max(1024) }),
  output: z.object({ cabinets: z.array(knownCabinet) }),
  problems: ['cabinet.missing', 'folder.out-of-reach', 'network.host-only'],
})

const firstAccount = {
  title: z.enum(['Dr', 'Pr', 'M.', 'Mme', '']),
  lastName: z.string().trim().min(1).max(80),
  firstName: z.string().trim().min(1).max(80),
  password: passwordText,
}

/**
 * Creates an empty cabinet with its two first accounts, and returns the recovery key, once: one account administers and
 * sees no record, the other is the first practitioner's (Ségur, SC.SSI/IAM.91: administration apart from use). A doctor
 * alone has both, with a password for each. The practitioner is signed in: what comes next is their first patient.
 */
export const createCabinet = operation({
  name: 'cabinet.create',
  kind: 'command',
  needs: 'nothing',
  permission: opening,
  scope: beforeOpening,
  audit: 'cabinet.create',
  input: z.strictObject({
    name: cabinetName,
    folder: z.string().max(1024).optional(),
    administrator: z.strictObject(firstAccount),
    practitioner: z.strictObject({ ...firstAccount, rpps: rpps.nullable() }),
  }),
  output: z.object({ session: sessionView, recovery: recoverySheet }),
  problems: [
    'cabinet.name-taken',
    'cabinet.read-only',
    'cabinet.disk-full',
    'password.too-weak',
    'cabinet.busy',
    'folder.out-of-reach',
    'network.host-only',
  ],
})

/** Makes, or finds again, the training cabinet. Long the first time: a job. */
export const prepareTraining = operation({
  name: 'cabinet.prepareTraining',
  kind: 'command',
  needs: 'nothing',
  permission: opening,
  scope: beforeOpening,
  audit: { none: 'fictitious people only; the cabinet journals its own creation' },
  input: z.strictObject({
    patients: z.int().min(0).max(100_000).optional(),
    /** The same seed and number give the same people. */
    seed: z.int().min(0).max(2_147_483_647).optional(),
    /** For measuring: so many consultations more, and a record of 5,000 entries and 1,000 documents. */
    notes: z.int().min(0).max(500_000).optional(),
    longRecord: z.boolean().optional(),
  }),
  output: jobStarted,
  problems: ['cabinet.read-only', 'cabinet.disk-full', 'cabinet.busy', 'network.host-only'],
})

/** The accounts of the training cabinet with their public passwords; empty when there is no training cabinet. */
export const trainingAccounts = operation({
  name: 'cabinet.trainingAccounts',
  kind: 'query',
  needs: 'nothing',
  permission: opening,
  scope: beforeOpening,
  audit: { none: 'fictitious people only' },
  input: z.strictObject({}),
  output: z.object({ cabinetId: id.nullable(), accounts: z.array(trainingAccount) }),
  problems: [],
})

/** Unlocks the cabinet if needed, and signs a user in on this seat. */
export const openCabinet = operation({
  name: 'cabinet.open',
  kind: 'command',
  needs: 'nothing',
  permission: opening,
  scope: beforeOpening,
  audit: 'session.open',
  input: z.strictObject({ cabinetId: id, userId: id, password: passwordText }),
  output: z.object({ session: sessionView }),
  problems: [...fileProblems, 'cabinet.wrong-password', 'cabinet.wait', 'cabinet.busy'],
})

/** Opens with the printed recovery key and gives an administrator a new password. The sheet stays valid. */
export const openWithRecoveryKey = operation({
  name: 'cabinet.openWithRecoveryKey',
  kind: 'command',
  needs: 'nothing',
  permission: opening,
  scope: beforeOpening,
  audit: 'session.open-with-recovery-key',
  input: z.strictObject({ cabinetId: id, recoveryKey: z.string().max(200), userId: id, newPassword: passwordText }),
  output: z.object({ session: sessionView }),
  problems: [
    ...fileProblems,
    'cabinet.wrong-recovery-key',
    'cabinet.wait',
    'password.too-weak',
    'forbidden',
    'cabinet.busy',
  ],
})

/**
 * Ends every session of this computer and closes the file, after the backup at closing when one is set. Refused while
 * somebody works at another seat: their session must be locked or ended first.
 */
export const closeCabinet = operation({
  name: 'cabinet.close',
  kind: 'command',
  needs: 'open-cabinet',
  permission: { anyone: 'whoever is at the seat may leave it safe' },
  scope: keysOnly,
  audit: 'cabinet.close',
  input: z.strictObject({ withBackup: z.boolean() }),
  output: z.object({ closed: z.literal(true), backup: z.enum(['made', 'not-set', 'declined', 'failed']) }),
  problems: ['cabinet.busy', 'cabinet.used-elsewhere'],
})

/** The key slots of the cabinet. */
export const listKeySlots = operation({
  name: 'cabinet.listKeySlots',
  kind: 'query',
  needs: 'active-session',
  permission: 'key.configure',
  scope: keysOnly,
  audit: { none: 'no secret and no patient in the answer' },
  input: z.strictObject({}),
  output: z.object({ slots: z.array(keySlotView) }),
  problems: [],
})

/** Makes a new recovery sheet; the former one no longer opens the cabinet. The caller's password is asked again. */
export const replaceRecoveryKey = operation({
  name: 'cabinet.replaceRecoveryKey',
  kind: 'command',
  needs: 'active-session',
  permission: 'key.configure',
  scope: keysOnly,
  audit: 'key.replace-recovery',
  input: z.strictObject({ password: passwordText }),
  output: z.object({ recovery: recoverySheet }),
  problems: ['password.wrong'],
})

/** Lets this computer's own keyring unlock the file, or stops it; people still sign in. */
export const setKeyringSlot = operation({
  name: 'cabinet.setKeyringSlot',
  kind: 'command',
  needs: 'active-session',
  permission: 'key.configure',
  scope: keysOnly,
  audit: 'key.set-keyring',
  input: z.strictObject({ enabled: z.boolean() }),
  output: z.object({ slots: z.array(keySlotView) }),
  problems: ['keyring.unavailable'],
})

/** Re-encrypts the whole database under a new key: a job. Every slot goes on opening it. */
export const rekey = operation({
  name: 'cabinet.rekey',
  kind: 'command',
  needs: 'active-session',
  permission: 'key.configure',
  scope: keysOnly,
  audit: 'key.rekey',
  input: z.strictObject({ password: passwordText }),
  output: jobStarted,
  problems: ['password.wrong', 'cabinet.busy', 'cabinet.disk-full'],
})

/** The operations of `cabinet`, by the second part of their name. */
export const cabinetContract = {
  describe,
  list: listCabinets,
  addFolder,
  create: createCabinet,
  prepareTraining,
  trainingAccounts,
  open: openCabinet,
  openWithRecoveryKey,
  close: closeCabinet,
  listKeySlots,
  replaceRecoveryKey,
  setKeyringSlot,
  rekey,
}
