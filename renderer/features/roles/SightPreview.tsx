import type { Permission } from '#app/kernel/permissions.ts'
import { railNeeds, settingsNeeds } from '#app/features/roles/model.ts'
import { permissionText } from '#app/text/fr/permissions.ts'
import { rolesText } from '#app/text/fr/roles.ts'
import { settingsText } from '#app/text/fr/settings.ts'
import { shellText } from '#app/text/fr/shell.ts'
import { DescriptionList } from '#ui/index.ts'
import classes from './Roles.module.css'

const fr = rolesText.sight

/** « Ce que cette personne verra »: parts of the program, sections, acts, and how many records. */
export function SightPreview(props: {
  readonly permissions: readonly Permission[]
  /** The sentence about records, once it is known. */
  readonly records: string
}) {
  const { permissions } = props
  const shown = (needs: Permission | null) => needs === null || permissions.includes(needs)
  const rail = keysOf(railNeeds).filter((part) => shown(railNeeds[part]))
  const sections = keysOf(settingsText.sections).filter((part) => shown(settingsNeeds[part]))
  const acts = permissions.filter((permission) => !onlyShows.has(permission))
  return (
    <section className={classes.sight} aria-label={fr.title}>
      <h3>{fr.title}</h3>
      <DescriptionList
        entries={[
          { term: fr.records, value: props.records },
          { term: fr.rail, value: rail.map((part) => shellText.rail[part]).join(' · ') },
          { term: fr.sections, value: sections.map((part) => settingsText.sections[part]).join(' · ') },
          {
            term: fr.actions,
            value:
              acts.length === 0
                ? fr.nothing
                : acts
                    .map((act, at) => (at === 0 ? permissionText[act].name : lower(permissionText[act].name)))
                    .join(', '),
          },
        ]}
      />
    </section>
  )
}

/** Permissions to look at something: told by the parts of the program. */
const onlyShows: ReadonlySet<Permission> = new Set(['patient.read', 'task.read', 'people.read'])

function lower(text: string): string {
  return `${text.charAt(0).toLocaleLowerCase('fr')}${text.slice(1)}`
}

function keysOf<T extends object>(table: T): (keyof T)[] {
  return Object.keys(table) as (keyof T)[]
}
