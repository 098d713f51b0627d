import { useId } from 'react'
import { groupColor } from '#app/features/access/model.ts'
import { accessText as fr } from '#app/text/fr/access.ts'
import type { VersionedForm } from '#renderer/client/index.ts'
import { InitialsBadge, SelectField } from '#ui/index.ts'
import classes from './Access.module.css'
import { colorOf, type GroupValues, initialsOf, shownInitials } from './group-values.ts'

/** The badge of a group as one edits it: its letters on its colour, and the colour by name. */
export function MarkField({ form, readOnly }: { form: VersionedForm<GroupValues>; readOnly: boolean }) {
  const label = useId()
  const { values, errors } = form
  const color = colorOf(values)
  return (
    <div className={classes.mark} data-half role="group" aria-labelledby={label}>
      <span id={label} className={classes.markLabel}>
        {fr.mark}
      </span>
      <div className={classes.markFields}>
        <span data-field="initials">
          <input
            className={classes.initials}
            data-badge={color}
            aria-label={fr.fields.initials}
            aria-invalid={errors.initials === undefined ? undefined : true}
            aria-describedby={errors.initials === undefined ? undefined : `${label}-error`}
            maxLength={3}
            autoComplete="off"
            spellCheck={false}
            readOnly={readOnly}
            value={values.initials}
            placeholder={initialsOf(values.name)}
            onChange={(event) => form.set('initials', event.target.value.toLocaleUpperCase('fr'))}
            onBlur={() => form.leave('initials')}
          />
        </span>
        <span data-field="color">
          <SelectField
            label={<span className="co-hidden">{fr.fields.color}</span>}
            value={color}
            disabled={readOnly}
            options={groupColor.options.map((one) => ({
              value: one,
              label: fr.colors[one],
              lead: <InitialsBadge initials={shownInitials(values)} color={one} />,
            }))}
            onChange={(chosen) => form.set('color', chosen ?? color)}
          />
        </span>
      </div>
      {errors.initials === undefined ? null : (
        <span id={`${label}-error`} className={classes.markError}>
          {errors.initials}
        </span>
      )}
    </div>
  )
}
