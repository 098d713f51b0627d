import { useCallback, useMemo } from 'react'
import { createGroup, listGroups, updateGroup } from '#app/features/access/contract.ts'
import type { GroupKind, GroupView } from '#app/features/access/model.ts'
import { accessText as fr } from '#app/text/fr/access.ts'
import { sayProblemOf } from '#app/text/fr/problems.ts'
import {
  type AnyProblem,
  useAskAgain,
  useCabinet,
  useFormDraft,
  useVersionedForm,
  type VersionedForm,
  type WriteOutcome,
} from '#renderer/client/index.ts'
import { FormPane, FormText } from '#renderer/features/forms/index.ts'
import { type Chip, ChipsField, InitialsBadge, Skeleton } from '#ui/index.ts'
import classes from './Access.module.css'
import {
  blankGroup,
  colorOf,
  type GroupField,
  groupFieldsOf,
  groupOrder,
  type GroupValues,
  groupValuesOf,
  judgeGroup,
  mayChange,
  shownInitials,
  tidyGroup,
} from './group-values.ts'
import { GroupDeletion } from './GroupDeletion.tsx'
import { GroupEffect } from './GroupEffect.tsx'
import { MarkField } from './MarkField.tsx'
import type { GroupUser } from './useUsers.ts'

type Outcome = WriteOutcome<GroupValues>

const fieldOfProblem: Readonly<Record<string, GroupField>> = {
  'access.name-taken': 'name',
  'access.sees-all': 'userIds',
  'access.not-removable': 'userIds',
}

/** A refusal that is about one field, told on that field. */
function outcomeOf(refusal: AnyProblem): Outcome {
  const field = fieldOfProblem[refusal.problem]
  if (field === undefined || refusal.problem === 'connection.lost') return { ok: false, refusal }
  return { ok: false, refusal, field, sentence: sayProblemOf({ problem: refusal.problem, data: refusal.data }) }
}

/** What the panes of a group share. */
interface Shared {
  readonly users: readonly GroupUser[]
  readonly otherNames: readonly string[]
  readonly enabled: boolean
}

/** A group in the pane beside the list. */
export function GroupPane(
  props: Shared & {
    readonly group: GroupView
    readonly deletionAsked: boolean
    /** « Modifier » was asked for: the first field takes the focus. */
    readonly autoFocus: boolean
    readonly onDeletion: (asked: boolean) => void
    readonly onDeleted: (group: GroupView) => void
  },
) {
  const { group, otherNames, users, onDeletion } = props
  const { call } = useCabinet()
  const askAgainOf = useAskAgain()
  const { groupId } = group
  const current = useMemo(() => ({ values: groupValuesOf(group), version: group.version }), [group])
  const askAgain = useCallback(() => askAgainOf(listGroups), [askAgainOf])
  const write = useCallback(
    async (values: GroupValues, expectedVersion: number): Promise<Outcome> => {
      const reply = await call(updateGroup, { groupId, expectedVersion, fields: groupFieldsOf(values) })
      if (!reply.ok) return outcomeOf(reply)
      askAgain()
      return { ok: true, values: groupValuesOf(reply.value.group), version: reply.value.group.version }
    },
    [call, groupId, askAgain],
  )
  const form = useVersionedForm<GroupValues>({
    current,
    order: groupOrder,
    readOnly: false,
    judge: useCallback((values: GroupValues) => judgeGroup(values, otherNames), [otherNames]),
    tidy: tidyGroup,
    write,
    askAgain,
  })
  const draft = useFormDraft(
    form,
    useMemo(() => ({ form: 'access-group', subjectId: groupId }) as const, [groupId]),
  )
  if (!draft.ready) return <Skeleton lines={6} />
  return (
    <FormPane
      title={group.name}
      lead={<InitialsBadge initials={shownInitials(form.values)} color={colorOf(form.values)} />}
      form={form}
      draft={draft}
      autoFocus={props.autoFocus}
      labelOf={labelOf}
      show={(field, values) => shownValue(field, values, users)}
      below={
        group.kind === 'custom' ? (
          <GroupDeletion
            group={group}
            asked={props.deletionAsked}
            onAsk={() => onDeletion(true)}
            onKeep={() => onDeletion(false)}
            onDeleted={props.onDeleted}
          />
        ) : null
      }
    >
      <GroupFieldsForm form={form} kind={group.kind} users={users} kept={group.keptUserIds} />
      <div style={{ marginTop: 9 }}>
        <GroupEffect group={group} userIds={form.values.userIds} users={users} enabled={props.enabled} />
      </div>
    </FormPane>
  )
}

const blank = { values: blankGroup, version: 0 }
const nobody: readonly string[] = []
const creationPlace = { form: 'access-group', subjectId: null } as const

/** A group that does not exist yet. */
export function NewGroupPane(
  props: Shared & { readonly onCreated: (groupId: string) => void; readonly onCancel: () => void },
) {
  const { otherNames, users, onCreated } = props
  const { call } = useCabinet()
  const askAgainOf = useAskAgain()
  const write = useCallback(
    async (values: GroupValues): Promise<Outcome> => {
      const reply = await call(createGroup, { fields: groupFieldsOf(values) })
      if (!reply.ok) return outcomeOf(reply)
      askAgainOf(listGroups)
      onCreated(reply.value.group.groupId)
      return { ok: true, ...blank }
    },
    [call, askAgainOf, onCreated],
  )
  const form = useVersionedForm<GroupValues>({
    current: blank,
    order: groupOrder,
    readOnly: false,
    judge: useCallback((values: GroupValues) => judgeGroup(values, otherNames), [otherNames]),
    tidy: tidyGroup,
    write,
    askAgain: nothing,
  })
  const draft = useFormDraft(form, creationPlace)
  const badge = shownInitials(form.values)
  if (!draft.ready) return <Skeleton lines={6} />
  return (
    <FormPane
      title={fr.newPane}
      lead={badge === '' ? undefined : <InitialsBadge initials={badge} color={colorOf(form.values)} />}
      form={form}
      draft={draft}
      labelOf={labelOf}
      saveLabel={fr.create}
      always
      onCancel={props.onCancel}
      autoFocus
      below={null}
    >
      <GroupFieldsForm form={form} kind="custom" users={users} kept={nobody} />
      <p className={classes.quiet} style={{ marginTop: 9 }}>
        {fr.newHint}
      </p>
    </FormPane>
  )
}

function nothing(): void {
  // Nobody else can edit a group that does not exist yet.
}

function GroupFieldsForm(props: {
  readonly form: VersionedForm<GroupValues>
  readonly kind: GroupKind
  readonly users: readonly GroupUser[]
  readonly kept: readonly string[]
}) {
  const { form, kind, kept } = props
  const fixed = (field: GroupField) => !mayChange(kind, field)
  // A field that nobody may write is read like the others, under a lock.
  const locked = (field: GroupField) => (fixed(field) ? { ...form, readOnly: true } : form)
  const chips = useMemo(
    () => chipsOf(props.users, form.values.userIds, kept, fr.kept[kind]),
    [props.users, form.values.userIds, kept, kind],
  )
  return (
    <div className={classes.form}>
      <FormText
        form={locked('name')}
        name="name"
        label={fr.fields.name}
        maxLength={80}
        hint={fr.fixed[kind] || undefined}
      />
      <FormText
        form={locked('description')}
        name="description"
        label={fr.fields.description}
        optional
        maxLength={200}
      />
      <MarkField form={form} readOnly={fixed('color')} />
      <FormText
        half
        form={locked('patientTag')}
        name="patientTag"
        label={fr.fields.patientTag}
        maxLength={30}
        placeholder={fr.nothing}
      />
      <div data-field="userIds">
        <ChipsField
          label={fr.fields.userIds}
          values={form.values.userIds}
          chips={chips}
          placeholder={fr.addUser}
          onChange={(userIds) => form.set('userIds', userIds.toSorted())}
          onBlur={() => form.leave('userIds')}
          error={form.errors.userIds}
          hint={kept.length === 0 ? undefined : fr.keptHint[kind] || undefined}
        />
      </div>
    </div>
  )
}

/** Users who may be chosen: those whose access is open, and those already there. */
function chipsOf(
  users: readonly GroupUser[],
  chosen: readonly string[],
  kept: readonly string[],
  reason: string,
): readonly Chip[] {
  return users
    .filter((user) => user.active || chosen.includes(user.userId))
    .map((user) => ({
      value: user.userId,
      label: user.name,
      ...(kept.includes(user.userId) && chosen.includes(user.userId) ? { kept: reason } : {}),
    }))
}

function labelOf(field: GroupField): string {
  return fr.fields[field]
}

function shownValue(field: GroupField, values: GroupValues, users: readonly GroupUser[]): string | undefined {
  if (field === 'color') return fr.colors[colorOf(values)]
  if (field !== 'userIds') return undefined
  return users
    .filter(({ userId }) => values.userIds.includes(userId))
    .map(({ name }) => name)
    .join(', ')
}
