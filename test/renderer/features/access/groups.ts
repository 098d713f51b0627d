import type { GroupView } from '#app/features/access/model.ts'
import type { PersonView } from '#app/features/people/model.ts'
import type { RoleCode } from '#app/kernel/permissions.ts'
import { roleText } from '#app/text/fr/permissions.ts'
import { personFields } from '#test/world/open-world.ts'

/** An identifier that reads well in a failing test. */
export const idOf = (number: number): string => `01930000-0000-7000-8000-${String(number).padStart(12, '0')}`

/** Users of the cabinet of these tests. */
export const users = { helene: idOf(1), yanis: idOf(2), sophie: idOf(3), aurelie: idOf(4), claire: idOf(5) }

function person(userId: string, title: PersonView['title'], name: string, role: RoleCode): PersonView {
  const [firstName = '', lastName = ''] = name.split(' ')
  return {
    ...personFields(lastName, role),
    title,
    firstName,
    lastName,
    userId,
    role,
    roleName: roleText[role],
    groupIds: [],
    displayName: name,
    active: true,
    hasPassword: true,
    lastOpenedAt: null,
    version: 1,
  }
}

/** The users as « Utilisateurs » lists them. */
export const people: readonly PersonView[] = [
  person(users.helene, 'Dr', 'Hélène Marchand', 'practitioner'),
  person(users.yanis, 'Dr', 'Yanis Belkacem', 'practitioner'),
  person(users.sophie, '', 'Sophie Leroux', 'secretary'),
  person(users.aurelie, '', 'Aurélie Nguyen', 'secretary'),
  person(users.claire, 'Mme', 'Claire Vasseur', 'administrator'),
]

/** « Public »: everybody but Aurélie, who is limited. */
export const common: GroupView = {
  groupId: idOf(10),
  kind: 'public',
  name: 'Public',
  color: 'slate',
  initials: 'P',
  patientTag: '',
  description: 'Tous les patients du cabinet',
  ownerUserId: null,
  userIds: [users.helene, users.yanis, users.sophie, users.claire],
  keptUserIds: [users.helene, users.yanis, users.sophie, users.claire],
  patients: 11_872,
  version: 1,
}

/** The group of Dr Marchand. */
export const ofHelene: GroupView = {
  ...common,
  groupId: idOf(11),
  kind: 'practitioner',
  name: 'Dr Hélène MARCHAND',
  color: 'teal',
  initials: 'HM',
  ownerUserId: users.helene,
  userIds: [users.helene],
  keptUserIds: [users.helene],
  patients: 7214,
}

/** A custom group with a tag. */
export const maternity: GroupView = {
  ...common,
  groupId: idOf(12),
  kind: 'custom',
  name: 'Suivi de maternité',
  color: 'violet',
  initials: 'SM',
  patientTag: 'Maternité',
  description: 'Grossesses suivies au cabinet',
  userIds: [users.helene, users.yanis, users.aurelie],
  keptUserIds: [],
  patients: 38,
  version: 4,
}
