import { IconPlus, IconX } from '@tabler/icons-react'
import { useRef } from 'react'
import { civilStatusText as text } from '#app/text/fr/civil-status.ts'
import { patientsText } from '#app/text/fr/patients.ts'
import { Button, IconButton } from '#ui/Button.tsx'
import { FieldMessage } from '#ui/Field.tsx'
import { TextField } from '#ui/TextField.tsx'
import classes from './CivilStatusForm.module.css'
import { FormText } from './fields/FormText.tsx'
import { Section } from './Section.tsx'
import type { CivilStatusForm } from './useCivilStatusForm.ts'

/** « Facturation »: who pays when it is not the patient. */
export function BillingSection({ form }: { form: CivilStatusForm }) {
  return (
    <Section title={text.sections.billing} optional>
      <FormText form={form} name="payerName" maxLength={100} />
      <FormText form={form} name="payerAddress" maxLength={200} />
      <FormText form={form} name="billingNote" maxLength={500} />
    </Section>
  )
}

/** « Commentaires ». */
export function CommentsSection({ form }: { form: CivilStatusForm }) {
  return (
    <Section title={text.sections.comments} optional>
      <FormText form={form} name="comments" label={text.commentsField} maxLength={4000} rows={4} />
    </Section>
  )
}

/** « Autres identifiants »: numbers given by others, each with who gave it. */
export function IdentifiersSection({ form }: { form: CivilStatusForm }) {
  const list = useRef<HTMLDivElement>(null)
  const lines = form.values.otherIdentifiers
  const change = (at: number, part: Partial<(typeof lines)[number]>) =>
    form.set(
      'otherIdentifiers',
      lines.map((line, index) => (index === at ? { ...line, ...part } : line)),
    )
  const add = () => {
    form.set('otherIdentifiers', [...lines, { issuer: '', value: '' }])
    requestAnimationFrame(() =>
      list.current?.querySelector<HTMLInputElement>(`[data-line="${lines.length}"] input`)?.focus(),
    )
  }
  const error = form.errors.otherIdentifiers
  return (
    <Section title={text.sections.otherIdentifiers} optional>
      <div ref={list} data-field="otherIdentifiers" className={classes['lines']}>
        {lines.map((line, at) => (
          // A line has no identity of its own: it is where it stands.
          // oxlint-disable-next-line react/no-array-index-key
          <div key={at} className={classes['identifier']} data-line={at}>
            <TextField
              label={patientsText.fields['otherIdentifiers.issuer']}
              value={line.issuer}
              maxLength={60}
              readOnly={form.readOnly}
              onChange={(issuer) => change(at, { issuer })}
              onBlur={() => form.leave('otherIdentifiers')}
            />
            <TextField
              label={patientsText.fields['otherIdentifiers.value']}
              value={line.value}
              maxLength={60}
              tabular
              readOnly={form.readOnly}
              onChange={(value) => change(at, { value })}
              onBlur={() => form.leave('otherIdentifiers')}
            />
            {form.readOnly ? null : (
              <IconButton
                label={text.identifiers.remove(line.issuer)}
                icon={IconX}
                onClick={() => form.set('otherIdentifiers', lines.toSpliced(at, 1))}
              />
            )}
          </div>
        ))}
        {lines.length === 0 && form.readOnly ? <p className={classes['quiet']}>{text.identifiers.none}</p> : null}
        {error === undefined ? null : <FieldMessage tone="error">{error}</FieldMessage>}
        {form.readOnly || lines.length >= 12 ? null : (
          <span>
            <Button size="small" icon={IconPlus} onClick={add}>
              {text.identifiers.add}
            </Button>
          </span>
        )}
      </div>
    </Section>
  )
}
