import {
  addRelation as addRelationOperation,
  assignContactGroups,
  createContact,
  getContact,
  listRelations,
  removeContact,
  removeRelation,
  restoreContact,
  restoreRelation,
  searchContacts,
  updateContact,
  updateRelation,
} from '#app/features/contacts/contract.ts'
import type { ContactView, RelationFields, RelationView } from '#app/features/contacts/model.ts'
import { contactLacks } from '#app/features/contacts/rules.ts'
import { type Problem, problem } from '#app/kernel/problem.ts'
import { groupsAtCreation } from '#core/features/access/index.ts'
import { displayNameOf } from '#core/features/people/index.ts'
import { handle } from '#core/kernel/handle.ts'
import type { ReadDb, WriteDb } from '#core/kernel/tables.ts'
import { isProblem, type Work } from '#core/kernel/work.ts'
import {
  changeContact,
  changeRelation,
  contactRow,
  countRelations,
  fieldsOf,
  findContact,
  findContacts,
  findRelation,
  groupsOfContact,
  hasRelation,
  insertContacts,
  insertRelation,
  putContactIn,
  relationsOf,
  summaryOf,
} from './repository.ts'
import type { ContactTable, PatientRelationTable } from './tables.ts'

/** Not which contact: one out of somebody's sight must not be heard of. Screens ask again for what they show. */
const directory = 'directory'

const search = handle(searchContacts, async ({ text, kinds, offset, limit }, work) => {
  const { rows, total } = await work.read((db) => findContacts(db, { text, kinds: kinds ?? [], offset, limit }))
  return { contacts: rows.map(summaryOf), total }
})

const get = handle(getContact, async ({ contactId }, work) => {
  const row = await work.read((db) => findContact(db, contactId))
  return row === undefined ? problem('not-found', {}) : { contact: await readView(work, contactId) }
})

const create = handle(createContact, async ({ fields }, work) => {
  if (contactLacks(fields) !== null) return problem('contact.unnamed', {})
  const contactId = work.newId()
  await work.write(async (db) => {
    const groupIds = (await groupsAtCreation(db, work.actor)) ?? []
    await insertContacts(db, [contactRow(contactId, fields, stampOf(work))], groupIds)
    work.journal({ subjectId: contactId })
  })
  work.announce('contact', directory, 1)
  return { contact: await readView(work, contactId) }
})

const update = handle(updateContact, async ({ contactId, expectedVersion, fields }, work) => {
  if (contactLacks(fields) !== null) return problem('contact.unnamed', {})
  const changed = await work.write((db) =>
    changeOne(db, work, { contactId, expectedVersion, removed: false }, (row) => {
      const before = fieldsOf(row)
      const names = Object.keys(fields) as (keyof typeof fields)[]
      work.journal({
        subjectId: contactId,
        details: { changed: names.filter((name) => before[name] !== fields[name]) },
      })
      return { fields }
    }),
  )
  return isProblem(changed) ? changed : { contact: await readView(work, contactId) }
})

const remove = handle(removeContact, async ({ contactId, expectedVersion }, work) => {
  const at = work.now()
  const changed = await work.write((db) =>
    changeOne(db, work, { contactId, expectedVersion, removed: false }, () => ({ removed_at: at })),
  )
  return isProblem(changed) ? changed : { version: changed }
})

const restore = handle(restoreContact, async ({ contactId, expectedVersion }, work) => {
  const changed = await work.write((db) =>
    changeOne(db, work, { contactId, expectedVersion, removed: true }, () => ({ removed_at: null })),
  )
  return isProblem(changed) ? changed : { contact: await readView(work, contactId) }
})

const assignGroups = handle(
  assignContactGroups,
  async ({ contactId, expectedVersion, groupIds, mayLoseSight }, work) => {
    const written = await work.write(async (db) => {
      const row = await findContact(db, contactId)
      if (row === undefined) return problem('not-found', {})
      if (row.version !== expectedVersion) return conflict(db, row)
      const before = await groupsOfContact(db, contactId)
      const publicIds = before.filter(({ kind }) => kind === 'public').map(({ groupId }) => groupId)
      const wanted = [...publicIds, ...groupIds]
      const lostSight = !work.actor.seesAll && !wanted.some((groupId) => work.actor.groupIds.includes(groupId))
      if (lostSight && !mayLoseSight) return problem('access.would-lose-sight', {})
      work.journal({
        subjectId: contactId,
        details: {
          added: groupIds.filter((groupId) => !before.some((mark) => mark.groupId === groupId)),
          removed: before.filter(({ groupId }) => !wanted.includes(groupId)).map(({ groupId }) => groupId),
        },
      })
      // Its line first: once out of their sight, whoever moves it could not write it any more.
      const version = await changeContact(db, row, {}, stampOf(work))
      await putContactIn(db, contactId, groupIds)
      return { version, lostSight }
    })
    if (!isProblem(written)) work.announce('contact', directory, 1)
    return written
  },
)

const relations = handle(listRelations, async ({ patientId }, work) => ({
  relations: [...(await work.read((db) => relationsOf(db, { patientId })))],
}))

const add = handle(addRelationOperation, async ({ patientId, fields }, work) => {
  const relationId = work.newId()
  const refusal = await work.write(async (db) => {
    if ((await findContact(db, fields.contactId)) === undefined) return problem('not-found', {})
    if (await hasRelation(db, patientId, fields, null)) return problem('relation.already-there', {})
    await insertRelation(db, { relationId, patientId, fields }, stampOf(work))
    work.journal({ subjectId: relationId, details: { kind: fields.kind } })
    return null
  })
  if (refusal !== null) return refusal
  return told(work, patientId, relationId)
})

const change = handle(updateRelation, async ({ relationId, expectedVersion, fields }, work) => {
  const changed = await work.write(async (db) => {
    const row = await presentRelation(db, { relationId, expectedVersion, removed: false })
    if (isProblem(row)) return row
    // A contact that went out of sight stays: only another one must be seen.
    const isSame = row.contact_id === fields.contactId
    if (!isSame && (await findContact(db, fields.contactId)) === undefined) return problem('not-found', {})
    return writeRelation(db, work, row, fields)
  })
  return isProblem(changed) ? changed : told(work, changed.patient_id, relationId)
})

const end = handle(removeRelation, async ({ relationId, expectedVersion }, work) => {
  const ended = await work.write(async (db) => {
    const row = await presentRelation(db, { relationId, expectedVersion, removed: false })
    if (isProblem(row)) return row
    noteRelation(work, row)
    const version = await changeRelation(db, row, { removed_at: work.now() }, stampOf(work))
    return { version, patientId: row.patient_id }
  })
  if (isProblem(ended)) return ended
  work.announce('contact', ended.patientId, ended.version, ended.patientId)
  return { version: ended.version }
})

const takeUp = handle(restoreRelation, async ({ relationId, expectedVersion }, work) => {
  const back = await work.write(async (db) => {
    const row = await presentRelation(db, { relationId, expectedVersion, removed: true })
    if (isProblem(row)) return row
    const { contact_id: contactId, kind, comments } = row
    return writeRelation(db, work, row, { contactId, kind, comments })
  })
  return isProblem(back) ? back : told(work, back.patient_id, relationId)
})

/** What answers about contacts and relations. */
export const contactsHandlers = [
  search,
  get,
  create,
  update,
  remove,
  restore,
  assignGroups,
  relations,
  add,
  change,
  end,
  takeUp,
]

/** Changes a contact that is as it was read; answers its new version. */
async function changeOne(
  db: WriteDb,
  work: Work,
  wanted: { readonly contactId: string; readonly expectedVersion: number; readonly removed: boolean },
  decide: (row: ContactTable) => Parameters<typeof changeContact>[2],
): Promise<number | Problem<'edit.conflict' | 'not-found'>> {
  const row = await findContact(db, wanted.contactId)
  if (row === undefined) return problem('not-found', {})
  if (row.version !== wanted.expectedVersion) return conflict(db, row)
  if ((row.removed_at !== null) !== wanted.removed) return problem('not-found', {})
  work.journal({ subjectId: row.contact_id })
  const version = await changeContact(db, row, decide(row), stampOf(work))
  work.announce('contact', directory, 1)
  return version
}

async function presentRelation(
  db: ReadDb,
  wanted: { readonly relationId: string; readonly expectedVersion: number; readonly removed: boolean },
): Promise<PatientRelationTable | Problem<'edit.conflict' | 'not-found'>> {
  const row = await findRelation(db, wanted.relationId)
  if (row === undefined) return problem('not-found', {})
  if (row.version !== wanted.expectedVersion) return conflict(db, row)
  return (row.removed_at !== null) === wanted.removed ? row : problem('not-found', {})
}

async function writeRelation(
  db: WriteDb,
  work: Work,
  row: PatientRelationTable,
  fields: RelationFields,
): Promise<PatientRelationTable | Problem<'relation.already-there'>> {
  if (await hasRelation(db, row.patient_id, fields, row.relation_id)) return problem('relation.already-there', {})
  noteRelation(work, row)
  await changeRelation(db, row, { fields, removed_at: null }, stampOf(work))
  return row
}

function noteRelation(work: Work, row: PatientRelationTable): void {
  work.journal({ patientId: row.patient_id, subjectId: row.relation_id, details: { kind: row.kind } })
}

async function told(work: Work, patientId: string, relationId: string): Promise<{ relation: RelationView }> {
  const [relation] = await work.read((db) => relationsOf(db, { relationId }))
  if (relation === undefined) throw new Error('a relation just written is not there')
  work.announce('contact', patientId, relation.version, patientId)
  return { relation }
}

async function readView(work: Work, contactId: string): Promise<ContactView> {
  return work.read(async (db) => {
    const row = await findContact(db, contactId)
    if (row === undefined) throw new Error('a contact just written is not there')
    return {
      ...summaryOf(row),
      fields: fieldsOf(row),
      groups: [...(await groupsOfContact(db, contactId))],
      relations: await countRelations(db, contactId),
      updatedAt: row.updated_at,
      updatedBy: await displayNameOf(db, row.updated_by),
      version: row.version,
    }
  })
}

async function conflict(
  db: ReadDb,
  row: Pick<ContactTable, 'version' | 'updated_by' | 'updated_at'>,
): Promise<Problem<'edit.conflict'>> {
  return problem('edit.conflict', {
    currentVersion: row.version,
    changedBy: await displayNameOf(db, row.updated_by),
    changedAt: row.updated_at,
  })
}

function stampOf(work: Work) {
  return { at: work.now(), by: work.actor.userId }
}
