import type { GroupFields } from '#app/features/access/model.ts'
import { insertCustomGroup, listGroups, setMembers, writeGroupsSwitch } from '#core/features/access/index.ts'
import type { WriteDb } from '#core/kernel/tables.ts'
import { shownPeople } from './known-people.ts'
import type { InventedPatient } from './people.ts'

/** A user of the training cabinet, by whom groups are dealt out. */
export interface TrainingMember {
  readonly userId: string
  readonly lastName: string
}

/** The groups of the training cabinet beside those that come by themselves, with their users by last name. */
const customGroups = [
  {
    name: 'Suivi de maternité',
    description: 'Grossesses suivies au cabinet',
    color: 'violet',
    initials: 'SM',
    patientTag: 'Maternité',
    users: ['Marchand', 'Belkacem', 'Leroux'],
  },
  {
    name: 'EHPAD Les Embruns',
    description: 'Résidents visités',
    color: 'green',
    initials: 'EP',
    patientTag: 'EHPAD',
    users: ['Marchand', 'Belkacem', 'Leroux', 'Nguyen'],
  },
  {
    name: 'Addictologie',
    description: 'Consultation dédiée',
    color: 'plum',
    initials: 'AD',
    patientTag: 'Addicto',
    users: ['Marchand', 'Belkacem'],
  },
] as const satisfies readonly (Omit<GroupFields, 'userIds'> & { readonly users: readonly string[] })[]

/** Who, beside its owner, works with the patients of a practitioner. */
const helpers: Readonly<Record<string, readonly string[]>> = {
  Marchand: ['Leroux'],
  Belkacem: ['Nguyen'],
}

/** People of the manual whom the locum does not follow: what an emergency access is shown with. */
const notOfLocum: ReadonlySet<number> = new Set([1517])
const known = new Set(shownPeople.map((one) => one.fileNumber))

/**
 * Switches groups on, adds the custom ones and deals users out. Returns the groups of each patient, by what they are and by
 * how many were made before: of ten patients six are Dr Marchand's, three Dr Belkacem's, one Dr Marceau's; one of
 * Dr Marchand's is followed by the locum as well, who so sees a tenth of the cabinet.
 */
export async function makeTrainingGroups(
  db: WriteDb,
  members: readonly TrainingMember[],
  stamp: { readonly at: string; readonly newId: () => string },
): Promise<(patient: Pick<InventedPatient, 'fileNumber' | 'tags'>, made: number) => readonly string[]> {
  const userIds = (lastNames: readonly string[]) =>
    members.filter((member) => lastNames.includes(member.lastName)).map((member) => member.userId)
  await writeGroupsSwitch(db, true, { presentVersion: 0, at: stamp.at, by: null })
  const own = new Map<string, string>()
  for (const { access_group_id: groupId, owner_user_id: owner } of await listGroups(db)) {
    const practitioner = members.find((member) => member.userId === owner)
    if (practitioner === undefined) continue
    own.set(practitioner.lastName, groupId)
    await setMembers(db, groupId, [practitioner.userId, ...userIds(helpers[practitioner.lastName] ?? [])])
  }
  const custom = new Map<string, string>()
  for (const { users, ...group } of customGroups) {
    const groupId = stamp.newId()
    await insertCustomGroup(db, groupId, { ...group, userIds: userIds(users) }, { at: stamp.at, by: null })
    custom.set(group.patientTag, groupId)
  }
  return ({ fileNumber, tags }, made) => {
    const shown = known.has(fileNumber)
    const place = made % 10
    const groups = [
      own.get(shown || place < 6 ? 'Marchand' : place < 9 ? 'Belkacem' : 'Marceau'),
      ...((shown ? !notOfLocum.has(fileNumber) : place === 4) ? [own.get('Estève')] : []),
      ...tags.map((tag) => custom.get(tag)),
      ...(made % 400 === 7 ? [custom.get('Addicto')] : []),
    ]
    return groups.filter((groupId) => groupId !== undefined)
  }
}
