import { type ReactNode, useState } from 'react'
import type { Place } from '#app/features/places/model.ts'
import type { FieldOf, FormValues, VersionedForm } from '#renderer/client/index.ts'
import { SuggestField, usePlaces } from '#renderer/features/patients/index.ts'
import { Checkbox, SelectField, type SelectOption, TextField, type TextFieldProps } from '#ui/index.ts'

/** Fields of a form that hold one text. */
export type TextFieldOf<V extends FormValues> = { [K in FieldOf<V>]: V[K] extends string ? K : never }[FieldOf<V>]
/** Fields of a form that are ticked or not. */
export type FlagFieldOf<V extends FormValues> = { [K in FieldOf<V>]: V[K] extends boolean ? K : never }[FieldOf<V>]

interface Shared<V extends FormValues, K extends FieldOf<V>> {
  readonly form: VersionedForm<V>
  readonly name: K
  readonly label: ReactNode
  readonly optional?: boolean | undefined
  readonly hint?: ReactNode | undefined
  readonly half?: boolean | undefined
}

type Passed = Pick<TextFieldProps, 'inputMode' | 'maxLength' | 'tabular' | 'trail' | 'placeholder' | 'icon'>

/** One text of a form: its label, what is said of it, and the name by which focus finds it. */
export function FormText<V extends FormValues, K extends TextFieldOf<V>>(props: Shared<V, K> & Passed) {
  const { form, name, label, optional, hint, half, ...passed } = props
  return (
    <div data-field={name} data-half={half}>
      <TextField
        {...passed}
        label={label}
        optional={optional}
        value={String(form.values[name])}
        onChange={(text) => form.set(name, text as V[K])}
        onBlur={() => form.leave(name)}
        readOnly={form.readOnly}
        error={form.errors[name]}
        hint={hint}
      />
    </div>
  )
}

/** One choice of a form; the empty text stands for none. */
export function FormSelect<V extends FormValues, K extends TextFieldOf<V>>(
  props: Shared<V, K> & {
    readonly options: readonly SelectOption[]
    readonly clearable?: boolean | undefined
    readonly placeholder?: string | undefined
  },
) {
  const { form, name, label, optional, hint, half, options, clearable, placeholder } = props
  const value = String(form.values[name])
  return (
    <div data-field={name} data-half={half}>
      <SelectField
        label={label}
        optional={optional}
        value={value === '' && !options.some((option) => option.value === '') ? null : value}
        options={options}
        onChange={(chosen) => form.set(name, (chosen ?? '') as V[K])}
        onBlur={() => form.leave(name)}
        disabled={form.readOnly}
        clearable={clearable}
        placeholder={placeholder}
        error={form.errors[name]}
        hint={hint}
      />
    </div>
  )
}

/** One box of a form. */
export function FormCheck<V extends FormValues, K extends FlagFieldOf<V>>(props: Shared<V, K>) {
  const { form, name, label, hint, half } = props
  return (
    <div data-field={name} data-half={half}>
      <Checkbox
        label={label}
        checked={form.values[name] === true}
        onChange={(checked) => form.set(name, checked as V[K])}
        disabled={form.readOnly}
        hint={hint}
        error={form.errors[name]}
      />
    </div>
  )
}

/** Values with a postal address. */
export type AddressValues = FormValues & { readonly postalCode: string; readonly town: string }

/** Postal code and town: typing either proposes both; what is typed stands if nothing is chosen. */
export function FormTown<V extends AddressValues>(props: {
  readonly form: VersionedForm<V>
  readonly labels: { readonly postalCode: string; readonly town: string }
}) {
  const { form, labels } = props
  const [typing, setTyping] = useState<'postalCode' | 'town' | null>(null)
  const { places } = usePlaces(typing === null ? '' : form.values[typing], 'postal', null)
  const code = typing === 'postalCode' ? form.values.postalCode.trim() : ''
  const proposed = typing === null ? [] : places.flatMap((place) => proposals(place, code))
  const set = (name: 'postalCode' | 'town', text: string) => form.set(name, text as V[typeof name])
  const field = (name: 'postalCode' | 'town', maxLength: number) => (
    <div data-half data-field={name}>
      <SuggestField
        label={labels[name]}
        value={form.values[name]}
        onChange={(text) => {
          setTyping(name)
          set(name, text)
        }}
        suggestions={typing === name ? proposed.map(({ postalCode, town }) => `${postalCode} ${town}`) : []}
        onChoose={(index) => {
          const chosen = proposed[index]
          setTyping(null)
          if (chosen === undefined) return
          set('postalCode', chosen.postalCode)
          set('town', chosen.town)
        }}
        onBlur={() => {
          setTyping(null)
          form.leave(name)
        }}
        readOnly={form.readOnly}
        maxLength={maxLength}
        inputMode={name === 'postalCode' ? 'numeric' : 'text'}
        error={form.errors[name]}
      />
    </div>
  )
  return (
    <>
      {field('postalCode', 5)}
      {field('town', 80)}
    </>
  )
}

function proposals(place: Place, code: string): { postalCode: string; town: string }[] {
  const codes = place.postalCodes.filter((postalCode) => postalCode.startsWith(code))
  return codes.map((postalCode) => ({ postalCode, town: place.name }))
}
