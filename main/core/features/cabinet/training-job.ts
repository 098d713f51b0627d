import { trainingName, type TrainingUser, trainingUsers } from '#app/features/cabinet/training.ts'
import { insertPerson, nameOf, readRoles } from '#core/features/people/index.ts'
import {
  generateHistories,
  generateTraining,
  makeTrainingContacts,
  makeTrainingGroups,
  type RecordAuthor,
} from '#core/features/training/index.ts'
import type { JobPlan, JobProgress } from '#core/kernel/jobs.ts'
import type { Work } from '#core/kernel/work.ts'

/** Days of access left to the locum of a new training cabinet. */
const locumDays = 120

/** How many invented patients, and which: the same seed and number give the same people. */
export interface TrainingPeople {
  readonly patients: number
  readonly seed: number
  /** For measuring: consultations beyond those people have, and one very long record. */
  readonly notes?: number | undefined
  readonly longRecord?: boolean | undefined
}

/** Makes the training cabinet, or finds it again. When it is stopped, nothing of it remains. */
export function trainingPlan(work: Work, people: TrainingPeople): JobPlan {
  return {
    kind: 'training',
    canPause: false,
    canCancel: true,
    run: async (progress) => {
      const present = await work.vault.trainingCabinet()
      if (present !== null) return { cabinetId: present.cabinetId, name: present.name }
      return make(work, people, progress)
    },
  }
}

async function make(
  work: Work,
  { patients, seed, notes = 0, longRecord = false }: TrainingPeople,
  progress: JobProgress,
) {
  const today = work.today()
  const locumUntil = new Date(Date.parse(today) + locumDays * 86_400_000).toISOString().slice(0, 10)
  const users = trainingUsers(locumUntil).map((user) => ({
    ...user,
    userId: work.newId(),
    displayName: nameOf(user.fields),
  }))
  const [first, ...others] = users
  if (first === undefined) throw new Error('a training cabinet has users')
  progress.at('users', 0, users.length, 'steps')
  const wanted = {
    name: trainingName,
    profile: 'training',
    holder: { userId: first.userId, displayName: first.displayName, role: first.fields.roleKey },
    password: first.password,
  } as const
  const { cabinetId } = await work.vault.create(wanted, async (createdId) => {
    for (const [place, user] of others.entries()) {
      progress.signal.throwIfAborted()
      const holder = { userId: user.userId, displayName: user.displayName, role: user.fields.roleKey }
      await work.vault.setPassword(holder, user.password)
      progress.at('users', place + 2, users.length, 'steps')
    }
    const service = work.vault.asService('training')
    const stamp = { at: work.now(), by: null }
    await service.write('cabinet.create', async (db) => {
      await db
        .insertInto('cabinet_info')
        .values({ cabinet_id: createdId, profile: 'training', created_at: stamp.at })
        .execute()
      const roles = await readRoles(db)
      for (const { userId, fields } of users) {
        const entry = { fields, role: roles.of({ role: fields.roleKey, role_id: null }) }
        await insertPerson(db, userId, entry, stamp, () => work.newId())
      }
    })
    await service.write(
      'training.fill',
      async (db) => {
        const members = users.map(({ userId, fields }) => ({ userId, lastName: fields.lastName }))
        const groupsOf = await makeTrainingGroups(db, members, { at: work.now(), newId: () => work.newId() })
        await makeTrainingContacts(db, { at: work.now(), by: first.userId, newId: () => work.newId() })
        await generateTraining(db, {
          patients,
          seed,
          today,
          groupsOf,
          onProgress: (phase, done, total) => progress.at(phase, done, total, 'patients'),
          isCancelled: () => progress.signal.aborted,
        })
        await generateHistories(db, {
          seed,
          today,
          authors: authorsOf(users),
          notes,
          longRecord,
          onProgress: (done, total) => progress.at('histories', done, total, 'lines'),
          whenRunning: async () => {
            progress.signal.throwIfAborted()
            await new Promise((resolve) => setImmediate(resolve))
          },
        })
      },
      { patients, seed },
    )
  })
  return { cabinetId, name: trainingName }
}

/** The doctors who follow patients, the one of the manual first. */
function authorsOf(users: readonly TrainingMaker[]): readonly [RecordAuthor, ...RecordAuthor[]] {
  const [first, ...others] = users
    .filter(({ fields }) => fields.roleKey === 'practitioner')
    .map(({ userId, fields }) => ({
      userId,
      name: `${fields.title} ${fields.firstName.slice(0, 1)}. ${fields.lastName.toLocaleUpperCase('fr')}`,
      initials: `${fields.firstName.slice(0, 1)}${fields.lastName.slice(0, 1)}`,
    }))
  if (first === undefined) throw new Error('a training cabinet has a practitioner')
  return [first, ...others]
}

interface TrainingMaker extends Pick<TrainingUser, 'fields'> {
  readonly userId: string
}
