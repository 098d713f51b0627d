import { IconTrash } from '@tabler/icons-react'
import { type KeyboardEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { presetPermissions, roleCode } from '#app/kernel/permissions.ts'
import { createRole, listRoles, removeRole, restoreRole, updateRole } from '#app/features/roles/contract.ts'
import type { RoleView } from '#app/features/roles/model.ts'
import { permissionText, roleText } from '#app/text/fr/permissions.ts'
import { sayProblemOf } from '#app/text/fr/problems.ts'
import { rolesText as fr } from '#app/text/fr/roles.ts'
import {
  type AnyProblem,
  useAskAgain,
  useCabinet,
  useVersionedForm,
  type VersionedForm,
  type WriteOutcome,
} from '#renderer/client/index.ts'
import { FormPane, FormSelect, FormText, Refusal } from '#renderer/features/forms/index.ts'
import { Block, Button } from '#ui/index.ts'
import { PermissionList } from './PermissionList.tsx'
import {
  baseOf,
  blankRole,
  inOrder,
  judgeRole,
  type RoleField,
  roleFieldsOf,
  roleOrder,
  type RoleValues,
  roleValuesOf,
  tidyRole,
} from './role-values.ts'
import classes from './Roles.module.css'
import { SightPreview } from './SightPreview.tsx'

type Outcome = WriteOutcome<RoleValues>

/** A refusal that is about one field, told on that field. */
function outcomeOf(refusal: AnyProblem): Outcome {
  if (refusal.problem !== 'role.name-taken') return { ok: false, refusal }
  const sentence = sayProblemOf({ problem: refusal.problem, data: refusal.data })
  return { ok: false, refusal, field: 'name', sentence }
}

/** A role: its name, what it allows, and what somebody who has it will see. */
export function RolePane(props: {
  readonly role: RoleView
  readonly otherNames: readonly string[]
  readonly onRemoved: (role: RoleView) => void
}) {
  const { role, otherNames } = props
  const { call } = useCabinet()
  const askAgainOf = useAskAgain()
  const { role: key } = role
  const current = useMemo(() => ({ values: roleValuesOf(role), version: role.version }), [role])
  const askAgain = useCallback(() => askAgainOf(listRoles), [askAgainOf])
  const write = useCallback(
    async (values: RoleValues, expectedVersion: number): Promise<Outcome> => {
      const reply = await call(updateRole, { role: key, expectedVersion, fields: roleFieldsOf(values) })
      if (!reply.ok) return outcomeOf(reply)
      askAgain()
      return { ok: true, values: roleValuesOf(reply.value.role), version: reply.value.role.version }
    },
    [call, key, askAgain],
  )
  const form = useVersionedForm<RoleValues>({
    current,
    order: roleOrder,
    readOnly: false,
    judge: useCallback((values: RoleValues) => judgeRole(values, otherNames), [otherNames]),
    tidy: tidyRole,
    write,
    askAgain,
  })
  return (
    <FormPane
      title={role.name}
      form={form}
      labelOf={labelOf}
      show={shownValue}
      below={<Below subject={role} onRemoved={props.onRemoved} />}
    >
      <RoleFieldsForm form={form} subject={role} />
      {form.dirty && role.people > 0 ? <Block tone="warning">{fr.effect(role.people)}</Block> : null}
    </FormPane>
  )
}

const blank = { values: blankRole, version: 0 }

/** A role that does not exist yet, from one of the presets. */
export function NewRolePane(props: {
  readonly otherNames: readonly string[]
  readonly onCreated: (role: RoleView) => void
  readonly onCancel: () => void
}) {
  const { otherNames, onCreated } = props
  const { call } = useCabinet()
  const askAgainOf = useAskAgain()
  const write = useCallback(
    async (values: RoleValues): Promise<Outcome> => {
      const reply = await call(createRole, { fields: roleFieldsOf(values) })
      if (!reply.ok) return outcomeOf(reply)
      askAgainOf(listRoles)
      onCreated(reply.value.role)
      return { ok: true, ...blank }
    },
    [call, askAgainOf, onCreated],
  )
  const form = useVersionedForm<RoleValues>({
    current: blank,
    order: roleOrder,
    readOnly: false,
    judge: useCallback((values: RoleValues) => judgeRole(values, otherNames), [otherNames]),
    tidy: tidyRole,
    write,
    askAgain: nothing,
  })
  return (
    <FormPane
      title={fr.newPane}
      form={form}
      labelOf={labelOf}
      saveLabel={fr.create}
      always
      onCancel={props.onCancel}
      autoFocus
      below={null}
    >
      <RoleFieldsForm form={form} subject={null} />
    </FormPane>
  )
}

function nothing(): void {
  // Nobody else can edit a role that does not exist yet.
}

const presets = roleCode.options.map((code) => ({ value: code, label: roleText[code] }))

function RoleFieldsForm({ form, subject: role }: { form: VersionedForm<RoleValues>; subject: RoleView | null }) {
  const preset = role?.isPreset === true
  const held = role !== null && role.people > 0
  const fixed = preset ? { ...form, readOnly: true } : form
  const based: VersionedForm<RoleValues> = {
    ...form,
    readOnly: preset || held,
    // Another preset brings its own permissions: what was ticked for the former one says nothing here.
    set: (field, value) => {
      form.set(field, value)
      if (field === 'base') form.set('permissions', inOrder(presetPermissions[baseOf({ base: String(value) })]))
    },
  }
  const { values } = form
  const permissions = inOrder(values.permissions)
  const records = permissions.includes('patient.read') ? fr.sight.byGroups : fr.sight.none
  return (
    <>
      <div className={classes.fields}>
        {preset ? null : (
          <>
            <FormText form={fixed} name="name" label={fr.fields.name} maxLength={60} />
            <FormText form={fixed} name="description" label={fr.fields.description} optional maxLength={200} />
            <FormSelect
              form={based}
              name="base"
              label={fr.fields.base}
              options={presets}
              hint={held ? fr.baseFixed : fr.baseHint}
            />
          </>
        )}
        {preset ? <p className={classes.quiet}>{`${role.description} ${fr.fixed}`.trim()}</p> : null}
        {role === null ? null : <p className={classes.quiet}>{fr.people(role.people)}</p>}
        <SightPreview permissions={permissions} records={records} />
      </div>
      <PermissionList
        chosen={permissions}
        onChange={(next) => form.set('permissions', next)}
        readOnly={form.readOnly}
        keepsAdministration={preset && role.base === 'administrator'}
      />
    </>
  )
}

/** Under the form: giving a preset back what it was delivered with, or removing a role that nobody has. */
function Below({ subject: role, onRemoved }: { subject: RoleView; onRemoved: (role: RoleView) => void }) {
  const { call } = useCabinet()
  const askAgainOf = useAskAgain()
  const [asked, setAsked] = useState(false)
  const [refusal, setRefusal] = useState<AnyProblem | null>(null)
  const [restored, setRestored] = useState(false)
  const safe = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (asked) safe.current?.focus()
  }, [asked])
  const restore = async () => {
    setRefusal(null)
    const reply = await call(restoreRole, { role: role.role, expectedVersion: role.version })
    askAgainOf(listRoles)
    setRestored(reply.ok)
    if (!reply.ok) setRefusal(reply)
  }
  const remove = async () => {
    const reply = await call(removeRole, { role: role.role, expectedVersion: role.version })
    askAgainOf(listRoles)
    if (reply.ok) onRemoved(role)
    else setRefusal(reply)
  }
  const refused = refusal === null ? null : <Refusal problem={refusal} />
  if (role.isPreset) {
    return (
      <div className={classes.fields}>
        {refused}
        {restored && !role.isChanged ? <Block tone="success">{fr.restored(role.name)}</Block> : null}
        {role.isChanged ? (
          <>
            <p className={classes.quiet}>{fr.restoreHint}</p>
            <div className={classes.below}>
              <Button onClick={() => void restore()}>{fr.restore}</Button>
            </div>
          </>
        ) : null}
      </div>
    )
  }
  if (!asked) {
    return (
      <div className={classes.fields}>
        {role.people > 0 ? <p className={classes.quiet}>{fr.deletion.inUse}</p> : null}
        <div className={classes.below}>
          <Button kind="bare" icon={IconTrash} disabled={role.people > 0} onClick={() => setAsked(true)}>
            {fr.remove}
          </Button>
        </div>
      </div>
    )
  }
  const press = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return
    event.preventDefault()
    setAsked(false)
  }
  return (
    <div className={classes.danger} role="group" aria-label={fr.deletion.title} onKeyDown={press}>
      <h3>{fr.deletion.title}</h3>
      {refused}
      <p>{fr.deletion.text(role.name)}</p>
      <div className={classes.right}>
        <Button ref={safe} keys="Escape" onClick={() => setAsked(false)}>
          {fr.deletion.keep}
        </Button>
        <Button kind="danger" icon={IconTrash} onClick={() => void remove()}>
          {fr.deletion.confirm}
        </Button>
      </div>
    </div>
  )
}

function labelOf(field: RoleField): string {
  return fr.fields[field]
}

function shownValue(field: RoleField, values: RoleValues): string | undefined {
  if (field === 'base') return roleText[baseOf(values)]
  if (field !== 'permissions') return undefined
  return inOrder(values.permissions)
    .map((permission) => permissionText[permission].name)
    .join(', ')
}
