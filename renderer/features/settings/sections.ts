import {
  IconBuilding,
  IconDeviceFloppy,
  IconKey,
  IconShieldLock,
  IconTag,
  IconUsers,
  IconUsersGroup,
} from '@tabler/icons-react'
import type { Permission } from '#app/kernel/permissions.ts'
import type { Icon } from '#ui/index.ts'

/** The sections that exist, in order, and what a role must hold to see each; `null` is for everyone. */
export const sections = [
  { id: 'cabinet', icon: IconBuilding, needs: null },
  { id: 'people', icon: IconUsers, needs: 'people.read' },
  { id: 'access', icon: IconUsersGroup, needs: 'access.configure' },
  { id: 'tags', icon: IconTag, needs: 'patient.read' },
  { id: 'backups', icon: IconDeviceFloppy, needs: 'backup.make' },
  { id: 'security', icon: IconShieldLock, needs: 'key.configure' },
  { id: 'password', icon: IconKey, needs: null },
] as const satisfies readonly { readonly id: string; readonly icon: Icon; readonly needs: Permission | null }[]

/** Name of a section, as the address of the screen carries it. */
export type SectionId = (typeof sections)[number]['id']

/** The sections of a person who holds these permissions. */
export function visibleSections(permissions: readonly Permission[]): readonly (typeof sections)[number][] {
  return sections.filter(({ needs }) => needs === null || permissions.includes(needs))
}
