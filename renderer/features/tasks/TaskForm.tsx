import { useMemo } from 'react'
import { listAssignees } from '#app/features/tasks/contract.ts'
import type { TaskView } from '#app/features/tasks/model.ts'
import { tasksText } from '#app/text/fr/tasks.ts'
import { useLiveQuery, type VersionedForm } from '#renderer/client/index.ts'
import { FormCheck, FormGroup, FormSelect, FormText } from '#renderer/features/forms/index.ts'
import { type SelectOption, TextField } from '#ui/index.ts'
import { taskKinds } from './live.ts'
import { type KnownPatient, type NamedPatient, PatientField } from './PatientField.tsx'
import type { TaskField, TaskValues } from './task-values.ts'

const fr = tasksText.form

/** Everything that is written about a task. */
export function TaskFieldsForm(props: {
  readonly form: VersionedForm<TaskValues>
  readonly assignees: readonly SelectOption[]
  readonly chosen: KnownPatient
  /** The day typed, in words; how to type one until there is. */
  readonly dueHint: string
  /** Absent in a record: a task there is about that record. */
  readonly onNamed?: ((patient: NamedPatient) => void) | undefined
}) {
  const { form, chosen, onNamed } = props
  return (
    <>
      <FormGroup title={fr.groups.what}>
        <FormText form={form} name="title" label={fr.title} maxLength={160} />
        <div data-field="note">
          <TextField
            label={fr.note}
            optional
            rows={3}
            maxLength={4000}
            value={form.values.note}
            onChange={(text) => form.set('note', text)}
            onBlur={() => form.leave('note')}
            readOnly={form.readOnly}
            error={form.errors.note}
          />
        </div>
        {onNamed === undefined ? null : <PatientField form={form} chosen={chosen} onNamed={onNamed} />}
      </FormGroup>
      <FormGroup title={fr.groups.follow}>
        <FormSelect
          form={form}
          name="assignedTo"
          label={fr.assignedTo}
          optional
          clearable
          placeholder={fr.nobodyHint}
          options={props.assignees}
        />
        <FormText form={form} name="dueOn" label={fr.dueOn} optional tabular maxLength={40} hint={props.dueHint} />
        <FormCheck form={form} name="urgent" label={fr.urgent} />
      </FormGroup>
    </>
  )
}

/** Whom a task may be for: those who would not see it are shown and cannot be chosen. */
export function useAssignees(patientId: string, task: TaskView | null, mayEdit: boolean): readonly SelectOption[] {
  const input = mayEdit ? { patientId: patientId === '' ? null : patientId } : null
  const { value } = useLiveQuery(listAssignees, input, { kinds: taskKinds })
  return useMemo(() => {
    const people = (value?.people ?? []).map((person) => ({
      value: person.userId,
      label: person.shortName,
      ...(person.canSee ? {} : { disabled: true, trail: fr.withoutSight }),
    }))
    const present = task?.fields.assignedTo ?? null
    // Somebody whose access ended stays named until the task is given to another.
    return present === null || task === null || people.some((person) => person.value === present)
      ? people
      : [...people, { value: present, label: task.assignedName, disabled: true }]
  }, [value, task])
}

/** What a field is called where two texts are compared. */
export function taskLabelOf(field: TaskField): string {
  return fr[field]
}
