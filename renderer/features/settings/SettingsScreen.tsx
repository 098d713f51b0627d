import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react'
import { settingsText as fr } from '#app/text/fr/settings.ts'
import { useSession } from '#renderer/client/index.ts'
import { GroupsSection } from '#renderer/features/access/index.ts'
import { BackupSection } from '#renderer/features/backups/index.ts'
import { OwnCards, TrustSection } from '#renderer/features/cards/index.ts'
import { DocumentsSection } from '#renderer/features/documents/index.ts'
import { IdentitySection } from '#renderer/features/identity/index.ts'
import { JournalSection } from '#renderer/features/journal/index.ts'
import { TemplatesSection } from '#renderer/features/letters/index.ts'
import { Cim10Section } from '#renderer/features/antecedents/index.ts'
import { DuplicatesSection, ReportSection } from '#renderer/features/lifecycle/index.ts'
import { ArchivesSection } from '#renderer/features/portability/index.ts'
import { MedicinesSection } from '#renderer/features/medicines/index.ts'
import { NetworkSection } from '#renderer/features/network/index.ts'
import { GlossarySettings, SectionsSettings } from '#renderer/features/notes/index.ts'
import { OwnPassword, PeopleSection } from '#renderer/features/people/index.ts'
import { LetterheadSection } from '#renderer/features/printing/index.ts'
import { PscSection } from '#renderer/features/psc/index.ts'
import { TeleservicesSection } from '#renderer/features/teleservices/index.ts'
import { ReadersSection } from '#renderer/features/readers/index.ts'
import { RightsSection } from '#renderer/features/rights/index.ts'
import { RolesSection } from '#renderer/features/roles/index.ts'
import { VerificationSection } from '#renderer/features/verification/index.ts'
import { Block } from '#ui/index.ts'
import { CabinetSection } from './CabinetSection.tsx'
import { SecuritySection } from './SecuritySection.tsx'
import { type SectionId, sections, visibleSections } from './sections.ts'
import classes from './Settings.module.css'
import { TagsSection } from './TagsSection.tsx'

const screens: Record<SectionId, () => ReactNode> = {
  cabinet: CabinetSection,
  people: PeopleSection,
  roles: RolesSection,
  access: GroupsSection,
  tags: TagsSection,
  'note-sections': SectionsSettings,
  glossary: GlossarySettings,
  documents: DocumentsSection,
  templates: TemplatesSection,
  letterhead: LetterheadSection,
  medicines: MedicinesSection,
  report: ReportSection,
  duplicates: DuplicatesSection,
  archives: ArchivesSection,
  cim10: Cim10Section,
  backups: BackupSection,
  network: NetworkSection,
  security: SecuritySection,
  journal: JournalSection,
  cards: OwnCards,
  readers: ReadersSection,
  'card-trust': TrustSection,
  psc: PscSection,
  teleservices: TeleservicesSection,
  identities: IdentitySection,
  rights: RightsSection,
  verification: VerificationSection,
  password: OwnPassword,
}

/** Which section is shown, and how another is asked for. */
export interface SettingsScreenProps {
  readonly section: string
  readonly onSection: (section: string) => void
}

/** « Paramètres »: the sections a role may see, and the chosen one. An empty `section` is the first. */
export function SettingsScreen(props: SettingsScreenProps) {
  const session = useSession()
  const visible = visibleSections(session.permissions)
  const known = sections.find(({ id }) => id === props.section)
  const chosen = known ?? visible[0]
  const allowed = visible.some(({ id }) => id === chosen?.id)
  const Screen = chosen === undefined ? undefined : screens[chosen.id]
  const nav = useRef<HTMLElement>(null)
  useEffect(() => {
    // Come by a key, or just signed in: nothing has the focus, and the arrows are for the sections.
    const isFree = document.activeElement === null || document.activeElement === document.body
    if (isFree) nav.current?.querySelector<HTMLElement>('[aria-current="page"]')?.focus()
  }, [])
  return (
    <div className={classes.settings}>
      <nav
        ref={nav}
        className={classes.sections}
        aria-label={fr.sectionsName}
        data-region
        tabIndex={-1}
        onKeyDown={moveByArrows}
      >
        <h1 className={classes.title}>{fr.title}</h1>
        <ul>
          {visible.map(({ id, icon: Drawing }) => (
            <li key={id}>
              <button
                type="button"
                className={classes.item}
                aria-current={id === chosen?.id ? 'page' : undefined}
                onClick={() => props.onSection(id)}
              >
                <Drawing size={16} stroke={1.75} aria-hidden="true" />
                {fr.sections[id]}
              </button>
            </li>
          ))}
        </ul>
      </nav>
      {allowed && Screen !== undefined ? (
        <Screen key={chosen?.id} />
      ) : (
        <div className={classes.body}>
          <Block tone="warning" title={fr.forbidden.title}>
            {fr.forbidden.text}
          </Block>
        </div>
      )}
    </div>
  )
}

/** ↑ ↓ go from section to section; Tab goes on. */
function moveByArrows(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (step === undefined) return
  const items = [...event.currentTarget.querySelectorAll('button')]
  const at = items.findIndex((item) => item === document.activeElement)
  event.preventDefault()
  items[Math.min(items.length - 1, Math.max(0, at + step))]?.focus()
}
