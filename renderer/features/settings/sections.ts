import {
  IconArrowsJoin,
  IconBook,
  IconBuilding,
  IconCertificate,
  IconClipboardList,
  IconCloudUpload,
  IconDeviceFloppy,
  IconDeviceUsb,
  IconFiles,
  IconIdBadge2,
  IconKey,
  IconListSearch,
  IconLogin2,
  IconMailOpened,
  IconNetwork,
  IconPrinter,
  IconPackageExport,
  IconPill,
  IconReportMedical,
  IconShieldCheck,
  IconShieldLock,
  IconStethoscope,
  IconTag,
  IconUserCheck,
  IconUserCog,
  IconUsers,
  IconUsersGroup,
} from '@tabler/icons-react'
import type { Permission } from '#app/kernel/permissions.ts'
import { settingsNeeds } from '#app/features/roles/model.ts'
import type { Icon } from '#ui/index.ts'

/** The sections that exist, in order, and what a role must hold to see each; `null` is for everyone. */
export const sections = [
  { id: 'cabinet', icon: IconBuilding, needs: settingsNeeds.cabinet },
  { id: 'people', icon: IconUsers, needs: settingsNeeds.people },
  { id: 'roles', icon: IconUserCog, needs: settingsNeeds.roles },
  { id: 'access', icon: IconUsersGroup, needs: settingsNeeds.access },
  { id: 'tags', icon: IconTag, needs: settingsNeeds.tags },
  { id: 'note-sections', icon: IconStethoscope, needs: settingsNeeds['note-sections'] },
  { id: 'glossary', icon: IconBook, needs: settingsNeeds.glossary },
  { id: 'documents', icon: IconFiles, needs: settingsNeeds.documents },
  { id: 'templates', icon: IconMailOpened, needs: settingsNeeds.templates },
  { id: 'letterhead', icon: IconPrinter, needs: settingsNeeds.letterhead },
  { id: 'medicines', icon: IconPill, needs: settingsNeeds.medicines },
  { id: 'cim10', icon: IconClipboardList, needs: settingsNeeds.cim10 },
  { id: 'report', icon: IconReportMedical, needs: settingsNeeds.report },
  { id: 'duplicates', icon: IconArrowsJoin, needs: settingsNeeds.duplicates },
  { id: 'archives', icon: IconPackageExport, needs: settingsNeeds.archives },
  { id: 'backups', icon: IconDeviceFloppy, needs: settingsNeeds.backups },
  { id: 'network', icon: IconNetwork, needs: settingsNeeds.network },
  { id: 'security', icon: IconShieldLock, needs: settingsNeeds.security },
  { id: 'card-trust', icon: IconCertificate, needs: settingsNeeds['card-trust'] },
  { id: 'psc', icon: IconLogin2, needs: settingsNeeds.psc },
  { id: 'teleservices', icon: IconCloudUpload, needs: settingsNeeds.teleservices },
  { id: 'identities', icon: IconUserCheck, needs: settingsNeeds.identities },
  { id: 'rights', icon: IconShieldCheck, needs: settingsNeeds.rights },
  { id: 'verification', icon: IconShieldCheck, needs: settingsNeeds.verification },
  { id: 'journal', icon: IconListSearch, needs: settingsNeeds.journal },
  { id: 'cards', icon: IconIdBadge2, needs: settingsNeeds.cards },
  { id: 'readers', icon: IconDeviceUsb, needs: settingsNeeds.readers },
  { id: 'password', icon: IconKey, needs: settingsNeeds.password },
] as const satisfies readonly { readonly id: string; readonly icon: Icon; readonly needs: Permission | null }[]

/** Name of a section, as the address of the screen carries it. */
export type SectionId = (typeof sections)[number]['id']

/** The sections of a person who holds these permissions. */
export function visibleSections(permissions: readonly Permission[]): readonly (typeof sections)[number][] {
  return sections.filter(({ needs }) => needs === null || permissions.includes(needs))
}
