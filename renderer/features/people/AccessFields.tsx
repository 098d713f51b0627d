import { useDebouncedValue } from '@mantine/hooks'
import { useMemo } from 'react'
import type { PersonView } from '#app/features/people/model.ts'
import { previewSight } from '#app/features/roles/contract.ts'
import type { RoleView } from '#app/features/roles/model.ts'
import { peopleText as fr } from '#app/text/fr/people.ts'
import { rolesText } from '#app/text/fr/roles.ts'
import { useLiveQuery, useSession, type VersionedForm } from '#renderer/client/index.ts'
import { FormGroup, FormSelect, FormText } from '#renderer/features/forms/index.ts'
import { SightPreview } from '#renderer/features/roles/index.ts'
import { Block, Checkbox, ChipsField, InitialsBadge } from '#ui/index.ts'
import type { PersonValues } from './person-values.ts'
import { type AccessChoices, chosenGroups, ownGroupOf, withSight } from './usePersonAccess.ts'

/** Several changes in a row ask once. */
const restMs = 250

/** What can be asked of `AccessFields`. */
export interface AccessFieldsProps {
  readonly form: VersionedForm<PersonValues>
  readonly choices: AccessChoices
  /** `null` for somebody new. */
  readonly person: PersonView | null
  /** Nobody else could administer the cabinet: the role stays. */
  readonly onlyAdministrator: boolean
}

/** A user's role, its days, which patients they see, and what all that shows them. */
export function AccessFields(props: AccessFieldsProps) {
  const { form, choices, onlyAdministrator } = props
  const { values } = form
  const role = choices.roles.find((one) => one.role === values.roleKey)
  const reads = role === undefined || role.permissions.includes('patient.read')
  return (
    <FormGroup title={fr.groups.access}>
      <FormSelect
        form={onlyAdministrator ? { ...form, readOnly: true } : form}
        name="roleKey"
        label={fr.fields.roleKey}
        options={choices.roles.map((one) => ({ value: one.role, label: one.name }))}
        hint={role?.description}
      />
      {onlyAdministrator ? (
        <Block tone="info" announce="off">
          {fr.onlyAdministrator}
        </Block>
      ) : null}
      <FormText half form={form} name="validFrom" label={fr.fields.validFrom} optional tabular maxLength={20} />
      <FormText
        half
        form={form}
        name="validUntil"
        label={fr.fields.validUntil}
        optional={role?.base !== 'locum'}
        tabular
        maxLength={20}
      />
      {reads ? <SightFields {...props} /> : null}
      {role === undefined ? null : <Preview {...props} chosenRole={role} />}
    </FormGroup>
  )
}

function SightFields({ form, choices, person }: AccessFieldsProps) {
  const { values, readOnly } = form
  const { groups } = choices
  const own = groups === null ? undefined : ownGroupOf(groups, person)
  const put = (next: PersonValues) => {
    form.set('seesAllPatients', next.seesAllPatients)
    form.set('groupIds', next.groupIds)
  }
  return (
    <>
      <div data-field="seesAllPatients">
        <Checkbox
          label={fr.fields.seesAllPatients}
          checked={values.seesAllPatients}
          disabled={readOnly}
          hint={values.seesAllPatients ? fr.seesAllHint : fr.seesSomeHint}
          onChange={(seesAll) => put(withSight(values, groups ?? [], seesAll))}
        />
      </div>
      {groups === null ? null : (
        <div data-field="groupIds">
          <ChipsField
            label={fr.fields.groupIds}
            // Of somebody new, « Public » is not among what was chosen yet: it follows the box above.
            values={groups === null ? values.groupIds : withSight(values, groups, values.seesAllPatients).groupIds}
            readOnly={readOnly}
            placeholder={fr.addGroup}
            chips={groups.map((group) => ({
              value: group.groupId,
              label: group.name,
              lead: <InitialsBadge small initials={group.initials} color={group.color} />,
              ...(group.kind === 'public'
                ? { kept: fr.keptGroups.public }
                : group.groupId === own?.groupId
                  ? { kept: fr.keptGroups.own }
                  : {}),
            }))}
            onChange={(groupIds) => form.set('groupIds', groupIds.toSorted())}
            onBlur={() => form.leave('groupIds')}
          />
        </div>
      )}
    </>
  )
}

function Preview({ form, choices, person, chosenRole }: AccessFieldsProps & { readonly chosenRole: RoleView }) {
  const session = useSession()
  const { values } = form
  const mayPreview = session.permissions.includes('people.configure')
  const { groups } = choices
  const asked = useMemo(() => {
    const own = groups === null ? undefined : ownGroupOf(groups, person)
    const groupIds = groups === null ? [...values.groupIds] : chosenGroups(values, groups, person)
    return {
      role: chosenRole.role,
      seesAllPatients: values.seesAllPatients,
      groupIds: own === undefined ? groupIds : [...groupIds, own.groupId],
    }
  }, [values, groups, person, chosenRole.role])
  const [rested] = useDebouncedValue(asked, restMs)
  const answer = useLiveQuery(previewSight, mayPreview ? rested : null, { kinds: ['role', 'access-group', 'person'] })
  return <SightPreview permissions={chosenRole.permissions} records={sentenceOf(answer, chosenRole)} />
}

function sentenceOf(answer: ReturnType<typeof useLiveQuery<typeof previewSight>>, role: RoleView): string {
  const words = rolesText.sight
  if (!role.permissions.includes('patient.read')) return words.none
  if (answer.problem !== undefined) return words.failed
  if (answer.value === undefined) return words.waiting
  const { patients, of, groupsEnabled } = answer.value
  if (!groupsEnabled) return words.off(of)
  return patients === of ? words.all(of) : words.some(patients, of)
}
