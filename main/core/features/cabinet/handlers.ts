import {
  addFolder,
  closeCabinet,
  createCabinet,
  describe as describeOperation,
  listCabinets,
  listKeySlots,
  openCabinet,
  openWithRecoveryKey,
  prepareTraining,
  rekey as rekeyOperation,
  replaceRecoveryKey,
  setKeyringSlot,
  trainingAccounts,
} from '#app/features/cabinet/contract.ts'
import { contractVersion } from '#app/features/cabinet/model.ts'
import { trainingSeed, trainingUsers, usualTrainingPatients } from '#app/features/cabinet/training.ts'
import type { PersonFields } from '#app/features/people/model.ts'
import type { OpenedWith } from '#app/features/sessions/model.ts'
import { mayAdminister } from '#app/kernel/permissions.ts'
import { type Problem, problem } from '#app/kernel/problem.ts'
import { readBackupSettings } from '#core/features/backups/index.ts'
import {
  findPerson,
  hasRightKey,
  insertPerson,
  nameOf,
  noteOpened,
  readRoles,
  weaknessesOf,
  wrongRpps,
} from '#core/features/people/index.ts'
import { viewOfSession } from '#core/features/sessions/index.ts'
import { handle } from '#core/kernel/handle.ts'
import type { Verified } from '#core/kernel/vault.ts'
import type { Work } from '#core/kernel/work.ts'
import { trainingPlan } from './training-job.ts'

const describe = handle(describeOperation, async (_input, work) => {
  const open = work.vault.open()
  return {
    programVersion: work.vault.program.version,
    contractVersion,
    seatName: work.sessions.seat.name,
    atHost: work.vault.isAtHost,
    cabinetsFolder: work.vault.usualFolder,
    keyringAvailable: await work.vault.keyringAvailable(),
    open: open === null ? null : { cabinetId: open.cabinetId, name: open.name, profile: open.profile },
  }
})

const list = handle(listCabinets, async (_input, work) => ({ cabinets: [...(await work.vault.list())] }))

const add = handle(addFolder, async ({ folder }, work) => {
  if (!work.vault.isAtHost) return problem('network.host-only', {})
  if (!(await work.vault.mayName(folder))) return outOfReach(work)
  if (!(await work.vault.addFolder(folder))) return problem('cabinet.missing', {})
  return { cabinets: [...(await work.vault.list())] }
})

const create = handle(createCabinet, async ({ name, folder, ...people }, work) => {
  if (!work.vault.isAtHost) return problem('network.host-only', {})
  if (folder !== undefined && !(await work.vault.mayName(folder))) return outOfReach(work)
  if (!hasRightKey(people.practitioner.rpps)) return wrongRpps('practitioner.rpps')
  const weak =
    (await weakAccount(people.administrator, 'administrator', name)) ??
    (await weakAccount(people.practitioner, 'practitioner', name))
  if (weak !== null) return weak
  if (people.administrator.password === people.practitioner.password) {
    return problem('password.too-weak', { reasons: ['same-as-other-account'], account: 'administrator' })
  }
  const administrator = firstPerson(people.administrator, 'administrator', work)
  const practitioner = firstPerson(people.practitioner, 'practitioner', work)
  const wanted = {
    name,
    profile: 'production',
    // First in the file, so first in the opening window: the one who opens it every day.
    holder: practitioner.holder,
    password: people.practitioner.password,
    ...(folder === undefined ? {} : { parentFolder: folder }),
  } as const
  const { recovery, filled } = await work.vault.create(wanted, async (cabinetId) => {
    await work.vault.setPassword(administrator.holder, people.administrator.password)
    work.journal({ actorId: practitioner.userId, subjectId: cabinetId })
    await work.write(async (db) => {
      await db
        .insertInto('cabinet_info')
        .values({ cabinet_id: cabinetId, profile: 'production', created_at: work.now() })
        .execute()
      const roles = await readRoles(db)
      for (const { userId, fields, holder } of [administrator, practitioner]) {
        const entry = { fields, role: roles.of({ role: holder.role, role_id: null }) }
        await insertPerson(db, userId, entry, { at: work.now(), by: null }, () => work.newId())
      }
      await noteOpened(db, practitioner.userId, work.now())
    })
    const session = await work.sessions.signIn(practitioner.userId)
    if (session === null) throw new Error('the first practitioner cannot act')
    return session
  })
  return { session: await viewOfSession(filled, work), recovery }
})

const prepare = handle(prepareTraining, async ({ patients, seed, notes, longRecord }, work) => {
  if (!work.vault.isAtHost) return problem('network.host-only', {})
  if (work.jobs.isRunning('training')) return problem('cabinet.busy', {})
  const people = { patients: patients ?? usualTrainingPatients, seed: seed ?? trainingSeed, notes, longRecord }
  return { jobId: work.jobs.start(trainingPlan(work, people)) }
})

const accounts = handle(trainingAccounts, async (_input, work) => {
  const cabinet = await work.vault.trainingCabinet()
  const passwords = new Map(trainingUsers(work.today()).map((user) => [nameOf(user.fields), user.password]))
  return {
    cabinetId: cabinet?.cabinetId ?? null,
    accounts: (cabinet?.users ?? []).flatMap((user) => {
      const password = passwords.get(user.displayName)
      return password === undefined ? [] : [{ ...user, password }]
    }),
  }
})

const open = handle(openCabinet, async ({ cabinetId, userId, password }, work) => {
  work.journal({ actorId: userId, cabinetId })
  const verified = await work.vault.unlock(cabinetId, userId, password, (failures) => signIn(work, userId, failures))
  return verified.ok ? verified.admitted : wrongPassword(verified, work)
})

const openWithRecovery = handle(openWithRecoveryKey, async (input, work) => {
  work.journal({ actorId: input.userId, subjectId: input.cabinetId, cabinetId: input.cabinetId })
  const verified = await work.vault.unlockWithRecoveryKey(input.cabinetId, input.recoveryKey, (failures) =>
    admit(work, input, failures),
  )
  if (verified.ok) return verified.admitted
  if ('retryAfterMs' in verified) {
    if (verified.again === true) work.journal({ isRepeated: true })
    return problem('cabinet.wait', { retryAfterMs: verified.retryAfterMs })
  }
  const { reason, group } = verified
  return problem('cabinet.wrong-recovery-key', group === undefined ? { reason } : { reason, group })
})

/** Gives an administrator who holds the recovery key a new password, in the journal before it is in the keys. */
async function admit(
  work: Work,
  input: { readonly userId: string; readonly newPassword: string },
  failuresBefore: number,
) {
  const person = await work.read((db) => findPerson(db, input.userId))
  if (person === undefined || person.active === 0) return problem('forbidden', {})
  if (!mayAdminister((await work.read(readRoles)).of(person).permissions)) return problem('forbidden', {})
  const name = { title: person.title, firstName: person.first_name, lastName: person.last_name }
  const reasons = await weaknessesOf(input.newPassword, name, work.vault.open()?.name ?? '')
  if (reasons.length > 0) return problem('password.too-weak', { reasons })
  const holder = { userId: input.userId, displayName: nameOf(name), role: person.role }
  work.sessions.endAllOf(input.userId)
  return signIn(work, input.userId, failuresBefore, {
    openedWith: { kind: 'recovery-key', cardNumber: null },
    afterwards: () => work.vault.setPassword(holder, input.newPassword),
  })
}

const close = handle(closeCabinet, async ({ withBackup }, work) => {
  if (isWorkUnderWay(work)) return problem('cabinet.busy', {})
  const names = work.sessions.othersAtWork()
  if (names.length > 0) return problem('cabinet.used-elsewhere', { names: [...names] })
  const settings = await work.read((db) => readBackupSettings(db, work.vault.backups.usualFolder))
  const backup = await backupAtClosing(work, withBackup, settings)
  // In the journal while there is one.
  work.journal({ details: { backup } })
  await work.write(async () => undefined)
  await work.vault.close()
  return { closed: true as const, backup }
})

const slots = handle(listKeySlots, async (_input, work) => ({ slots: [...work.vault.slots()] }))

const replaceRecovery = handle(replaceRecoveryKey, async ({ password }, work) => {
  const verified = await work.vault.verify(work.actor.userId, password)
  if (!verified.ok) return problem('password.wrong', { retryAfterMs: verified.retryAfterMs })
  // In the journal before it is in the keys: no key changes without a trace.
  await work.write(async () => undefined)
  return { recovery: await work.vault.replaceRecoveryKey() }
})

const setKeyring = handle(setKeyringSlot, async ({ enabled }, work) => {
  if (enabled && !(await work.vault.keyringAvailable())) return problem('keyring.unavailable', {})
  work.journal({ details: { enabled } })
  await work.write(async () => undefined)
  if (!(await work.vault.setKeyring(enabled))) return problem('keyring.unavailable', {})
  return { slots: [...work.vault.slots()] }
})

const rekey = handle(rekeyOperation, async ({ password }, work) => {
  const verified = await work.vault.verify(work.actor.userId, password)
  if (!verified.ok) return problem('password.wrong', { retryAfterMs: verified.retryAfterMs })
  if (isWorkUnderWay(work)) return problem('cabinet.busy', {})
  return { jobId: work.jobs.start(work.vault.rekeyPlan()) }
})

/** What answers the opening window, and about keys. */
export const cabinetHandlers = [
  describe,
  list,
  add,
  create,
  prepare,
  accounts,
  open,
  openWithRecovery,
  close,
  slots,
  replaceRecovery,
  setKeyring,
  rekey,
]

interface FirstAccount {
  readonly title: PersonFields['title']
  readonly lastName: string
  readonly firstName: string
  readonly password: string
  readonly rpps?: string | null
}

async function weakAccount(person: FirstAccount, account: 'administrator' | 'practitioner', cabinetName: string) {
  const reasons = await weaknessesOf(person.password, person, cabinetName)
  return reasons.length > 0 ? problem('password.too-weak', { reasons, account }) : null
}

/** A user of a cabinet being created, with who holds their key. */
function firstPerson({ password: _kept, ...names }: FirstAccount, role: 'administrator' | 'practitioner', work: Work) {
  const userId = work.newId()
  const profession = role === 'practitioner' ? { profession: 'Médecin' } : {}
  const fields: PersonFields = { ...noFields, ...profession, ...names, roleKey: role }
  return { userId, fields, holder: { userId, displayName: nameOf(fields), role } }
}

/** A user nothing is known of. */
const noFields: Omit<PersonFields, 'title' | 'lastName' | 'firstName' | 'roleKey'> = {
  rpps: null,
  profession: null,
  specialty: null,
  sector: null,
  emailMss: null,
  email: null,
  phone: null,
  mobile: null,
  validFrom: null,
  validUntil: null,
  seesAllPatients: true,
}

async function signIn(
  work: Work,
  userId: string,
  failuresBefore: number,
  how: { readonly openedWith?: OpenedWith; readonly afterwards?: () => Promise<void> } = {},
) {
  const session = await work.sessions.signIn(userId, how.openedWith)
  // The password is right and the person may not act: closed, or past their last day.
  if (session === null) return problem('forbidden', {})
  // Those of a closed cabinet had no journal to be written in.
  if (failuresBefore > 0) work.journal({ details: { failuresBefore } })
  try {
    await work.write((db) => noteOpened(db, userId, work.now()))
    await how.afterwards?.()
  } catch (error) {
    // Nobody is in without a line of the journal that says so.
    work.sessions.signOut()
    throw error
  }
  work.announce('session', session.sessionId, 1)
  return { session: await viewOfSession(session, work) }
}

function outOfReach(work: Work): Problem<'folder.out-of-reach'> {
  return problem('folder.out-of-reach', { folder: work.vault.usualFolder })
}

function isWorkUnderWay(work: Work): boolean {
  return (['backup', 'rekey', 'training', 'medicines'] as const).some((kind) => work.jobs.isRunning(kind))
}

function wrongPassword(
  verified: Extract<Verified, { ok: false }>,
  work: Work,
): Problem<'cabinet.wait'> | Problem<'cabinet.wrong-password'> {
  const { waiting, again, retryAfterMs } = verified
  if (again === true) work.journal({ isRepeated: true })
  return waiting ? problem('cabinet.wait', { retryAfterMs }) : problem('cabinet.wrong-password', { retryAfterMs })
}

async function backupAtClosing(
  work: Work,
  withBackup: boolean,
  settings: { readonly folder: string; readonly atClosing: boolean },
): Promise<'made' | 'not-set' | 'declined' | 'failed'> {
  if (!settings.atClosing) return 'not-set'
  if (!withBackup) return 'declined'
  return (await work.vault.backups.make(settings.folder, 'closing')) ? 'made' : 'failed'
}
