import { toInsName } from '#app/features/patients/rules/names.ts'
import { sex } from '#app/features/patients/model.ts'
import { formatDate, interpretBirthDate } from '#app/features/patients/rules/dates.ts'
import { civilStatusText as text } from '#app/text/fr/civil-status.ts'
import { patientsText } from '#app/text/fr/patients.ts'
import { Button } from '#ui/Button.tsx'
import { FieldMessage } from '#ui/Field.tsx'
import { SelectField } from '#ui/SelectField.tsx'
import { shownAge } from '../presentation.ts'
import { BirthPlaceFields } from './BirthPlaceFields.tsx'
import classes from './CivilStatusForm.module.css'
import { WordsField } from './fields/ChipsField.tsx'
import { FormText } from './fields/FormText.tsx'
import { labelOf, readDate } from './reading.ts'
import { Section } from './Section.tsx'
import type { CivilStatusForm } from './useCivilStatusForm.ts'

/** « Identité »: the traits of the identity, and the names the person goes by. */
export function IdentitySection({ form }: { form: CivilStatusForm }) {
  const { values } = form
  return (
    <Section title={text.sections.identity}>
      <div data-half>
        <FormText form={form} name="birthName" maxLength={100} hint={insHint(values.birthName, 'birth-name')} />
      </div>
      <div data-half data-holds-words>
        <FirstNameField form={form} />
      </div>
      <div data-field="birthFirstNames" data-holds-words>
        <WordsField
          label={labelOf('birthFirstNames')}
          values={values.birthFirstNames}
          onChange={(names) => form.set('birthFirstNames', names)}
          onBlur={() => form.leave('birthFirstNames')}
          max={12}
          maxLength={60}
          placeholder={text.names.addFirstName}
          readOnly={form.readOnly}
          error={form.errors.birthFirstNames}
          hint={insHint(values.birthFirstNames.join(' '), 'first-name')}
        />
      </div>
      <div data-half>
        <FormText form={form} name="usedName" maxLength={100} optional hint={insHint(values.usedName, 'birth-name')} />
      </div>
      <div data-half>
        <FormText
          form={form}
          name="usedFirstName"
          maxLength={60}
          optional
          hint={insHint(values.usedFirstName, 'first-name')}
        />
      </div>
      <UsedNameGestures form={form} />
      <div data-half data-field="sex">
        <SelectField
          label={labelOf('sex')}
          value={values.sex === '' ? null : values.sex}
          options={sex.options.map((value) => ({ value, label: patientsText.sexes[value] }))}
          onChange={(chosen) => {
            const read = sex.safeParse(chosen)
            if (read.success) form.set('sex', read.data)
          }}
          onBlur={() => form.leave('sex')}
          placeholder={text.choose}
          disabled={form.readOnly}
          error={form.errors.sex}
          warning={form.warnings.sex}
        />
      </div>
      <div data-half>
        <BirthDateField form={form} />
      </div>
      <BirthDateRemark form={form} />
      <BirthPlaceFields form={form} />
    </Section>
  )
}

/** The form of a name in the INS character set, where it differs from what is typed. */
function insHint(typed: string, kind: 'birth-name' | 'first-name'): string | undefined {
  const { value } = toInsName(typed, kind)
  return value === '' || value === typed ? undefined : text.ins.shown(value)
}

/** « 1er prénom de naissance » begins the list below: what is typed here is carried there while the list follows it. */
function FirstNameField({ form }: { form: CivilStatusForm }) {
  const { values } = form
  const carry = {
    ...form,
    leave: (key: Parameters<typeof form.leave>[0]) => {
      const typed = values.firstBirthFirstName.trim()
      if (typed !== '' && values.birthFirstNames.length === 0) form.set('birthFirstNames', [typed])
      form.leave(key)
    },
  }
  return (
    <FormText
      form={carry}
      name="firstBirthFirstName"
      label={<FirstNameLabel />}
      maxLength={60}
      hint={insHint(values.firstBirthFirstName, 'first-name')}
    />
  )
}

/** « 1er », its letters raised; read as one word. */
function FirstNameLabel() {
  const [, rest = ''] = labelOf('firstBirthFirstName').split('1er')
  return (
    <>
      1<sup className={classes['raised']}>er</sup>
      {rest}
    </>
  )
}

/** The used names are never filled by the program (RNIV EXI ID 08): a person asks for it, name by name. */
function UsedNameGestures({ form }: { form: CivilStatusForm }) {
  const { values } = form
  const name = !form.readOnly && values.usedName === '' && values.birthName.trim() !== ''
  const first = !form.readOnly && values.usedFirstName === '' && values.firstBirthFirstName.trim() !== ''
  if (!name && !first) return null
  return (
    <div className={classes['gestures']}>
      {name ? (
        <Button kind="link" size="small" onClick={() => form.set('usedName', values.birthName.trim())}>
          {text.names.useBirthName}
        </Button>
      ) : null}
      {first ? (
        <Button kind="link" size="small" onClick={() => form.set('usedFirstName', values.firstBirthFirstName.trim())}>
          {text.names.useBirthFirstName}
        </Button>
      ) : null}
    </div>
  )
}

function BirthDateField({ form }: { form: CivilStatusForm }) {
  const date = readBirthDate(form)
  const written = date === null ? '' : formatDate(date)
  return (
    <FormText
      form={form}
      name="birthDate"
      quiet
      tabular
      inputMode="text"
      maxLength={30}
      placeholder={text.dateForm}
      trail={date === null ? undefined : shownAge(date, form.today)}
      hint={date === null || form.values.birthDate.trim() === written ? undefined : text.birthDate.interpreted(written)}
    />
  )
}

/** What an incomplete or lunar date means, over the whole width: half a column would cut it in six lines. */
function BirthDateRemark({ form }: { form: CivilStatusForm }) {
  const date = readBirthDate(form)
  const warning = form.warnings.birthDate
  if (date === null || warning === undefined) return null
  return (
    <FieldMessage tone="warning">
      {warning} {text.birthDate.nationalServices(formatDate(interpretBirthDate(date).date))}
    </FieldMessage>
  )
}

function readBirthDate(form: CivilStatusForm): string | null {
  const read = readDate(form.values.birthDate, form.today)
  return read?.ok === true ? read.date : null
}
