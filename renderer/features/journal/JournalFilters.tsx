import { useState } from 'react'
import { listPeople } from '#app/features/people/contract.ts'
import { type AccessFilter, actFamily } from '#app/features/journal/model.ts'
import { familyText, fr as text, outcomeText } from '#app/text/fr/journal.ts'
import { useLiveQuery, useSession } from '#renderer/client/index.ts'
import { readDate, todayHere, writtenDate } from '#renderer/features/patients/index.ts'
import { Button, DateField, type ReadDate, SelectField, type SelectOption } from '#ui/index.ts'
import classes from './Journal.module.css'

const fr = text.filters

/** The choice that limits nothing. */
const any = 'any'
const withAny = (label: string, texts: Readonly<Record<string, string>>): readonly SelectOption[] => [
  { value: any, label },
  ...Object.entries(texts).map(([value, text]) => ({ value, label: text })),
]
const familyOptions = withAny(fr.anyFamily, familyText)
const outcomeOptions = withAny(fr.anyOutcome, outcomeText)

/** What the lines are limited to: who acted, which acts, how they ended, which days. */
export function JournalFilters(props: {
  readonly filter: AccessFilter
  readonly onChange: (filter: AccessFilter) => void
}) {
  const { filter, onChange } = props
  const [today] = useState(() => todayHere())
  const people = usePeople()
  const set = (change: { readonly [Name in keyof AccessFilter]?: string | null }) => {
    const next = Object.entries({ ...filter, ...change }).filter(([, value]) => value !== null && value !== undefined)
    onChange(Object.fromEntries(next) as AccessFilter)
  }
  const parse = (typed: string): ReadDate => {
    const read = readDate(typed, today)
    return read?.ok === true && read.kind === 'full'
      ? { ok: true, value: read.date, shown: writtenDate(read.date) }
      : { ok: false, reason: fr.date }
  }
  const isReversed = filter.from !== undefined && filter.to !== undefined && filter.from > filter.to
  return (
    <div className={classes.filters} role="group" aria-label={fr.name}>
      {people.length === 0 ? null : (
        <SelectField
          label={fr.person}
          value={filter.userId ?? any}
          options={people}
          onChange={(userId) => set({ userId: userId === any ? null : userId })}
          searchable
        />
      )}
      <SelectField
        label={fr.family}
        value={filter.family ?? any}
        options={familyOptions}
        onChange={(family) => set({ family: actFamily.safeParse(family).data ?? null })}
      />
      <SelectField
        label={fr.outcome}
        value={filter.outcome ?? any}
        options={outcomeOptions}
        onChange={(outcome) => set({ outcome: outcome === any ? null : outcome })}
      />
      <div className={classes.day}>
        <DateField
          label={fr.from}
          value={filter.from ?? null}
          onChange={(from) => set({ from })}
          parse={parse}
          format={writtenDate}
        />
      </div>
      <div className={classes.day}>
        <DateField
          label={fr.to}
          value={filter.to ?? null}
          onChange={(to) => set({ to })}
          parse={parse}
          format={writtenDate}
          error={isReversed ? fr.reversed : undefined}
        />
      </div>
      {Object.keys(filter).length === 0 ? null : (
        <Button size="control" onClick={() => onChange({})}>
          {fr.clear}
        </Button>
      )}
    </div>
  )
}

function usePeople(): readonly SelectOption[] {
  const { permissions } = useSession()
  const mayRead = permissions.includes('people.read')
  const answer = useLiveQuery(listPeople, mayRead ? {} : null, { kinds: ['person'] })
  const people = answer.value?.people ?? []
  return people.length === 0
    ? []
    : withAny(fr.anyPerson, Object.fromEntries(people.map(({ userId, displayName }) => [userId, displayName])))
}
