import { useMemo, useState } from 'react'
import type { Place } from '#app/features/places/model.ts'
import { civilStatusText as text } from '#app/text/fr/civil-status.ts'
import { ComboboxField } from '#ui/SelectField.tsx'
import { FormText } from './fields/FormText.tsx'
import { labelOf, readDate } from './reading.ts'
import type { CivilStatusForm } from './useCivilStatusForm.ts'
import { usePlaces } from './usePlaces.ts'

/** Codes of INSEE for « born abroad » begin so; 99999 is an unknown place. */
const abroad = /^99\d{3}$/

/** « Lieu de naissance »: a commune of today or of the past, a country, or unknown; then its words where they are due. */
export function BirthPlaceFields({ form }: { form: CivilStatusForm }) {
  const { values } = form
  const { code, name } = values.birthPlace
  const [typed, setTyped] = useState(name)
  const [shownCode, setShownCode] = useState(code)
  if (code !== shownCode) {
    // Another place came from elsewhere (an answer of INSi, somebody else): its name comes with its code.
    setShownCode(code)
    setTyped(name)
  }
  const born = readDate(values.birthDate, form.today)
  const asked = typed.trim() === name ? '' : typed
  const { places, answer } = usePlaces(asked, 'birth', born?.ok === true ? born.date : null)
  const found = useMemo(() => places.map((place) => ({ place, value: `${place.code} ${place.name}` })), [places])
  const chosen = code === '' ? null : `${code} ${name}`
  // At rest the chosen place is the only option, so that the field knows its name; while one types, only what was found.
  const atRest = chosen === null ? [] : [{ value: chosen, label: name, trail: code }]
  const options =
    asked === '' ? atRest : found.map(({ place, value }) => ({ value, label: place.name, trail: placeTrail(place) }))
  const words = abroad.test(code) || values.birthPlaceText !== ''
  return (
    <>
      <div data-field="birthPlace">
        <ComboboxField
          label={labelOf('birthPlace')}
          text={typed}
          onTextChange={setTyped}
          options={options}
          value={chosen}
          onChoose={(value) => {
            const place = found.find((one) => one.value === value)?.place
            if (place !== undefined) form.set('birthPlace', { code: place.code, name: place.name })
          }}
          placeholder={text.place.search}
          busy={answer.refreshing}
          disabled={form.readOnly}
          trail={code === '' ? undefined : <span className="co-tabular">{code}</span>}
          onBlur={() => form.leave('birthPlace')}
          error={form.errors.birthPlace ?? (answer.problem === undefined ? undefined : text.place.failed)}
          warning={form.warnings.birthPlace}
          hint={
            asked !== '' && answer.value !== undefined && !answer.refreshing && places.length === 0
              ? text.place.none
              : undefined
          }
        />
      </div>
      {words ? <FormText form={form} name="birthPlaceText" maxLength={100} /> : null}
    </>
  )
}

function placeTrail(place: Place): string {
  const kind =
    place.kind === 'former-commune'
      ? ` · ${text.place.former}${place.nowCode === null ? '' : `, ${text.place.now(place.nowCode)}`}`
      : place.kind === 'country'
        ? ` · ${text.place.country}`
        : ''
  return `${place.code}${kind}`
}
