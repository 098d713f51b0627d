import { IconX } from '@tabler/icons-react'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import type { CivilDate } from '#app/kernel/civil-date.ts'
import { patientsListText } from '#app/text/fr/patients-list.ts'
import { Button, IconButton } from '#ui/Button.tsx'
import { TextField } from '#ui/TextField.tsx'
import { type AdvancedCriteria, readCriteria, type TypedCriteria } from './advanced-criteria.ts'
import classes from './PatientList.module.css'

const text = patientsListText.advancedSearch
const nothing: TypedCriteria = { name: '', firstName: '', birthDate: '', ins: '' }

/** « Recherche avancée »: four criteria in a band above the list, each of which must match. */
export function AdvancedSearch(props: {
  readonly today: CivilDate
  readonly onSearch: (criteria: AdvancedCriteria) => void
  readonly onClose: () => void
}) {
  const [typed, setTyped] = useState(nothing)
  const [errors, setErrors] = useState<Readonly<Partial<Record<keyof TypedCriteria, string>>>>({})
  const first = useRef<HTMLInputElement>(null)
  useEffect(() => first.current?.focus(), [])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const reading = readCriteria(typed, props.today)
    setErrors(reading.kind === 'refused' ? reading.errors : reading.kind === 'none' ? { name: text.nothing } : {})
    if (reading.kind === 'criteria') props.onSearch(reading.criteria)
    else first.current?.form?.querySelector<HTMLInputElement>('[aria-invalid]')?.focus()
  }
  const field = (key: keyof TypedCriteria, maxLength: number) => ({
    label: text[key],
    value: typed[key],
    maxLength,
    error: errors[key],
    onChange: (value: string) => {
      setTyped((before) => ({ ...before, [key]: value }))
      setErrors({})
    },
  })
  return (
    <form className={classes['advanced']} aria-label={text.region} onSubmit={submit} noValidate>
      <TextField {...field('name', 80)} ref={first} />
      <TextField {...field('firstName', 80)} />
      <TextField {...field('birthDate', 30)} tabular placeholder={patientsListText.dateForm} />
      <TextField {...field('ins', 25)} tabular />
      <Button kind="primary" type="submit" keys="Enter">
        {text.submit}
      </Button>
      <IconButton label={text.close} icon={IconX} onClick={props.onClose} />
    </form>
  )
}
