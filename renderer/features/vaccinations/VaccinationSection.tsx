import { IconAlertOctagon, IconCircleCheck, IconClock, IconPencil, IconPlus, IconTrash } from '@tabler/icons-react'
import { useCallback, useMemo, useRef, useState } from 'react'
import { calendarSource } from '#app/features/vaccinations/calendar.ts'
import { listVaccinations } from '#app/features/vaccinations/contract.ts'
import type { VaccinationFields, VaccinationView } from '#app/features/vaccinations/model.ts'
import { blankVaccination } from '#app/features/vaccinations/reading.ts'
import { dueList, readCalendar, type Standing, type ValenceLine } from '#app/features/vaccinations/rules.ts'
import { sayPartialDate } from '#app/text/fr/antecedent-words.ts'
import { sayValences, valenceNames, vaccinationLine } from '#app/text/fr/vaccination-words.ts'
import { calendarReasons, sayStanding, vaccinationsText } from '#app/text/fr/vaccinations.ts'
import { useLiveQuery, useSession } from '#renderer/client/index.ts'
import { Refusal, type SectionProps } from '#renderer/features/forms/index.ts'
import { todayHere } from '#renderer/features/patients/index.ts'
import { type Action, Button, EmptyState, IconButton, Skeleton, StatusMark, useActions } from '#ui/index.ts'
import { useVaccinationActs } from './useVaccinationActs.ts'
import { VaccinationPanel } from './VaccinationPanel.tsx'
import classes from './Vaccinations.module.css'

const fr = vaccinationsText

/** What comes within so many months is told ahead. */
const aheadMonths = 3

interface Subject {
  readonly add: () => void
  readonly mayWrite: boolean
}

const actions: readonly Action<Subject>[] = [
  { id: 'vaccinations.add', label: fr.addLong, keys: 'Alt+N', enabledFor: (s) => s.mayWrite, run: (s) => s.add() },
]

type Opened =
  | { readonly fields: VaccinationFields; readonly known: null }
  | { readonly fields: VaccinationFields; readonly known: VaccinationView }

/** « Vaccination »: what the calendar asks, where the patient stands for each illness, and every dose. */
export default function VaccinationSection({ patient }: SectionProps) {
  const { patientId } = patient
  const mayWrite = useSession().permissions.includes('record.write')
  const answer = useLiveQuery(listVaccinations, { patientId }, { kinds: ['clinical'], about: patientId })
  const acts = useVaccinationActs(patientId)
  const [opened, setOpened] = useState<Opened | null>(null)
  const from = useRef<HTMLElement | null>(null)
  const open = useCallback((next: Opened) => {
    from.current = document.activeElement instanceof HTMLElement ? document.activeElement : null
    setOpened(next)
  }, [])
  const add = useCallback(() => open({ fields: blankVaccination(todayHere()), known: null }), [open])
  const close = useCallback(() => {
    setOpened(null)
    requestAnimationFrame(() => from.current?.focus())
  }, [])
  useActions(
    actions,
    useMemo(() => ({ add, mayWrite }), [add, mayWrite]),
  )
  const today = todayHere()
  const { birthDate } = patient.fields
  const given = answer.value?.vaccinations
  const lines = useMemo(
    () => readCalendar({ birthDate, today, vaccinations: (given ?? []).map(({ fields }) => fields) }),
    [birthDate, today, given],
  )
  if (answer.problem !== undefined) return <Refusal problem={answer.problem} onRetry={answer.askAgain} />
  if (given === undefined) return <Skeleton lines={8} />
  return (
    <div className={classes['section']}>
      {mayWrite ? (
        <div className={classes['bar']}>
          <Button icon={IconPlus} keys="Alt+N" onClick={add}>
            {fr.addLong}
          </Button>
        </div>
      ) : null}
      <div className={classes['scroll']}>
        {acts.failure === null || opened !== null ? null : <Refusal problem={acts.failure} />}
        {opened === null ? null : (
          <VaccinationPanel
            key={opened.known?.vaccinationId ?? 'new'}
            patientId={patientId}
            start={opened.fields}
            isKnown={opened.known !== null}
            onSave={(fields) => acts.save(fields, opened.known)}
            onClose={close}
          />
        )}
        {patient.fields.deceased ? (
          <p className={classes['quiet']}>{fr.deceased}</p>
        ) : (
          <>
            <Due lines={dueList(lines, today, aheadMonths)} />
            <Valences lines={lines} />
          </>
        )}
        <Doses
          given={given}
          mayWrite={mayWrite}
          onChange={(known) => open({ fields: known.fields, known })}
          onRemove={acts.remove}
        />
        <Source />
      </div>
    </div>
  )
}

function Due({ lines }: { readonly lines: readonly ValenceLine[] }) {
  const groups = grouped(lines)
  return (
    <section>
      <h2 className={classes['title']}>
        {fr.due} {groups.length === 0 ? null : <span className={classes['count']}>{groups.length}</span>}
      </h2>
      {groups.length === 0 ? (
        <p className={classes['quiet']}>{fr.nothingDue}</p>
      ) : (
        <ul className={classes['due']}>
          {groups.map(({ names, line }) => (
            <li key={names}>
              <StandingMark standing={line.standing} />
              <strong>{names}</strong>
              <span className={classes['why']}>
                {dateOf(line)}
                {line.because === null ? '' : `. ${calendarReasons[line.because]}`}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

/** Illnesses that one rule asks for on one day are one line: nobody is vaccinated against tetanus alone. */
function grouped(lines: readonly ValenceLine[]): readonly { readonly names: string; readonly line: ValenceLine }[] {
  const groups = new Map<string, ValenceLine[]>()
  for (const line of lines) {
    const key = `${line.because} ${JSON.stringify(line.standing)}`
    groups.set(key, [...(groups.get(key) ?? []), line])
  }
  return [...groups.values()].flatMap((group) => {
    const [line] = group
    return line === undefined ? [] : [{ names: sayValences(group.map(({ valence }) => valence)), line }]
  })
}

function Valences({ lines }: { readonly lines: readonly ValenceLine[] }) {
  return (
    <section>
      <h2 className={classes['title']}>{fr.byValence}</h2>
      <table className={classes['table']}>
        <thead>
          <tr>
            <th scope="col">{fr.columns.valence}</th>
            <th scope="col">{fr.columns.standing}</th>
            <th scope="col">{fr.columns.doses}</th>
            <th scope="col">{fr.columns.last}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.valence} title={line.because === null ? undefined : calendarReasons[line.because]}>
              <th scope="row">{valenceNames[line.valence]}</th>
              <td>
                <span className={classes['standing']}>
                  <StandingMark standing={line.standing} /> <span className={classes['quiet']}>{dateOf(line)}</span>
                </span>
              </td>
              <td className={classes['day']}>{line.doses.length}</td>
              <td className={classes['day']}>{sayDose(line.doses[0])}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Doses(props: {
  readonly given: readonly VaccinationView[]
  readonly mayWrite: boolean
  readonly onChange: (vaccination: VaccinationView) => void
  readonly onRemove: (vaccination: VaccinationView) => Promise<boolean>
}) {
  const { given, mayWrite, onChange, onRemove } = props
  if (given.length === 0) return <EmptyState title={fr.none}>{fr.noneLong}</EmptyState>
  return (
    <section>
      <h2 className={classes['title']}>
        {fr.all} <span className={classes['count']}>{given.length}</span>
      </h2>
      <table className={classes['table']}>
        <thead>
          <tr>
            <th scope="col">{fr.columns.date}</th>
            <th scope="col">{fr.columns.vaccine}</th>
            <th scope="col">{fr.columns.lot}</th>
            <th scope="col">{fr.columns.by}</th>
            {mayWrite ? (
              <th scope="col">
                <span className="co-hidden">{fr.columns.acts}</span>
              </th>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {given.map((vaccination) => {
            const { vaccinationId, fields } = vaccination
            return (
              <tr key={vaccinationId}>
                <td className={classes['day']}>{sayPartialDate(fields.givenOn)}</td>
                <th scope="row">
                  {vaccinationLine(fields)} <span className={classes['quiet']}>{sayValences(fields.valences)}</span>
                </th>
                <td>{fields.lot}</td>
                <td>{fields.declared ? fr.declared : fields.givenBy}</td>
                {mayWrite ? (
                  <td className={classes['acts']}>
                    <IconButton
                      size="small"
                      icon={IconPencil}
                      label={`${fr.change} ${vaccinationLine(fields)}`}
                      onClick={() => onChange(vaccination)}
                    />
                    <IconButton
                      size="small"
                      icon={IconTrash}
                      label={`${fr.remove} ${vaccinationLine(fields)}`}
                      onClick={() => void onRemove(vaccination)}
                    />
                  </td>
                ) : null}
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}

/** The state of a valence: an icon, a colour and a word. */
function StandingMark({ standing }: { readonly standing: Standing }) {
  const word = fr.states[standing.state]
  switch (standing.state) {
    case 'done':
      return (
        <StatusMark tone="success" icon={IconCircleCheck}>
          {word}
        </StatusMark>
      )
    case 'due':
      return (
        <StatusMark tone="warning" icon={IconClock}>
          {word}
        </StatusMark>
      )
    case 'late':
      return (
        <StatusMark tone="danger" icon={IconAlertOctagon}>
          {word}
        </StatusMark>
      )
    case 'later':
    case 'not-concerned':
    case 'not-computed':
      return <span className={classes['quiet']}>{word}</span>
  }
}

/** The last dose: « 12/03/2024 · Repevax ». */
function sayDose(dose: VaccinationFields | undefined): string {
  return dose === undefined ? '' : `${sayPartialDate(dose.givenOn)} · ${dose.vaccine}`
}

/** What follows the word of the state: its date. */
function dateOf({ standing, because }: ValenceLine): string {
  const isSeasonal = because === 'seasonal-65'
  return sayStanding(standing, isSeasonal)
    .slice(fr.states[standing.state].length)
    .replace(/^,?\s*/, '')
}

/** Where the calendar comes from, and what it does not judge. */
function Source() {
  return (
    <section>
      <p className={classes['quiet']}>{fr.source(calendarSource.name, calendarSource.edition)}</p>
      <ul className={classes['notes']}>
        {fr.notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
    </section>
  )
}
