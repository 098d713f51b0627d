import { IconPencil, IconPlus, IconTrash } from '@tabler/icons-react'
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { Allergies, Antecedent, AntecedentKind } from '#app/features/antecedents/model.ts'
import { sayFamily, sayHabitus, sayPartialDate, sayReaction } from '#app/text/fr/antecedent-words.ts'
import { antecedentsText } from '#app/text/fr/antecedents.ts'
import { useSession } from '#renderer/client/index.ts'
import { Refusal, type SectionProps } from '#renderer/features/forms/index.ts'
import { type Action, Button, IconButton, Skeleton, Tag, useActions } from '#ui/index.ts'
import { AldTag } from './AldTag.tsx'
import { AntecedentPanel, blankOf } from './AntecedentPanel.tsx'
import classes from './Antecedents.module.css'
import { askForLine, useAskedLine } from './asked-line.ts'
import { type KnownLine, sayAntecedent, useAntecedentActs, useAntecedents } from './useAntecedents.ts'

const fr = antecedentsText

interface Subject {
  readonly add: () => void
  readonly mayWrite: boolean
}

const actions: readonly Action<Subject>[] = [
  { id: 'antecedents.add', label: fr.add, keys: 'Alt+N', enabledFor: (s) => s.mayWrite, run: (s) => s.add() },
]

/** What is open above the lists: a new line of a kind, or one being corrected. */
interface Opened {
  readonly entry: Antecedent
  readonly line: KnownLine | null
}

/** A line as a row shows it. */
interface Shown {
  readonly line: KnownLine & {
    readonly sourceNoteId: string | null
    readonly recordedBy: string
    readonly recordedAt: string
  }
  readonly entry: Antecedent
  readonly words: ReactNode
  readonly facts: string
  readonly comment: string
  readonly past: boolean
  readonly danger?: boolean
}

/** « Antécédents »: allergies, pathologies, family and habitus, each line corrected where it stands. */
export default function AntecedentsSection({ patient }: SectionProps) {
  const { patientId } = patient
  const { permissions } = useSession()
  const mayWrite = permissions.includes('record.write')
  const answer = useAntecedents(patientId)
  const acts = useAntecedentActs(patientId)
  const [opened, setOpened] = useState<Opened | null>(null)
  const from = useRef<HTMLElement | null>(null)
  const open = useCallback((next: Opened) => {
    from.current = document.activeElement instanceof HTMLElement ? document.activeElement : null
    setOpened(next)
  }, [])
  const add = useCallback((kind: AntecedentKind) => open({ entry: blankOf(kind), line: null }), [open])
  const close = useCallback(() => {
    setOpened(null)
    // The hands go back to where they were.
    requestAnimationFrame(() => from.current?.focus())
  }, [])
  useActions(
    actions,
    useMemo(() => ({ add: () => add('problem'), mayWrite }), [add, mayWrite]),
  )
  const askedId = useAskedLine(patientId)
  const { value } = answer
  useEffect(() => {
    if (askedId === null || value === undefined) return
    askForLine(null)
    const wanted = lineOf(value, askedId)
    if (wanted !== null && mayWrite) open(wanted)
  }, [askedId, value, mayWrite, open])
  if (answer.problem !== undefined) return <Refusal problem={answer.problem} onRetry={answer.askAgain} />
  if (answer.value === undefined) return <Skeleton lines={8} />
  const { allergies, problems, family, habitus } = answer.value
  const shared = { mayWrite, onAdd: add, onChange: open, onRemove: acts.remove }
  return (
    <div className={classes['section']}>
      {mayWrite ? (
        <div className={classes['bar']}>
          <Button icon={IconPlus} keys="Alt+N" onClick={() => add('problem')}>
            {fr.add}
          </Button>
        </div>
      ) : null}
      <div className={classes['scroll']}>
        {acts.failure === null || opened !== null ? null : <Refusal problem={acts.failure} />}
        {opened === null ? null : (
          <AntecedentPanel
            key={opened.line?.entryId ?? opened.entry.kind}
            patientId={patientId}
            start={opened.entry}
            isKnown={opened.line !== null}
            entryId={opened.line?.entryId}
            onSave={(entry) =>
              acts.save(entry, opened.line === null ? null : { line: opened.line, entry: opened.entry })
            }
            onClose={close}
          />
        )}
        <Group
          kind="allergy"
          lines={allergies.state === 'list' ? allergies.entries.map(shownAllergy) : []}
          nothing={<AllergyState allergies={allergies} mayWrite={mayWrite} acts={acts} />}
          {...shared}
        />
        <Group kind="problem" lines={problems.map(shownProblem)} nothing={fr.nothing.problem} {...shared} />
        <Group kind="family" lines={family.map(shownFamily)} nothing={fr.nothing.family} {...shared} />
        <Group kind="habitus" lines={habitus.map(shownHabitus)} nothing={fr.nothing.habitus} {...shared} />
      </div>
    </div>
  )
}

/** The two states without a list, and the way from one to the other. */
export function AllergyState(props: {
  readonly allergies: Allergies
  readonly mayWrite: boolean
  readonly acts: Pick<ReturnType<typeof useAntecedentActs>, 'declareNone' | 'withdrawNone'>
}) {
  const { allergies, mayWrite, acts } = props
  if (allergies.state === 'list') return null
  if (allergies.state === 'none') {
    const { declaredAt, declaredBy } = allergies.statement
    return (
      <>
        {fr.allergies.none(declaredAt, declaredBy)}{' '}
        {mayWrite ? (
          <Button size="small" kind="bare" sends onClick={() => void acts.withdrawNone()}>
            {fr.allergies.withdraw}
          </Button>
        ) : null}
      </>
    )
  }
  return (
    <>
      {fr.allergies.unknown}{' '}
      {mayWrite ? (
        <Button size="small" sends onClick={() => void acts.declareNone()}>
          {fr.allergies.declareNoneLong}
        </Button>
      ) : null}
    </>
  )
}

function Group(props: {
  readonly kind: AntecedentKind
  readonly lines: readonly Shown[]
  readonly nothing: ReactNode
  readonly mayWrite: boolean
  readonly onAdd: (kind: AntecedentKind) => void
  readonly onChange: (opened: Opened) => void
  readonly onRemove: (entry: Antecedent, line: KnownLine) => Promise<void>
}) {
  const { kind, lines, nothing, mayWrite, onAdd, onChange, onRemove } = props
  return (
    <section className={classes['group']} aria-label={fr.groups[kind]}>
      <div className={classes['groupHead']}>
        <h2>
          {fr.groups[kind]} {lines.length === 0 ? null : <span className={classes['count']}>{lines.length}</span>}
        </h2>
        {mayWrite ? (
          <span className={classes['end']}>
            <IconButton size="small" icon={IconPlus} label={fr.addOf[kind]} onClick={() => onAdd(kind)} />
          </span>
        ) : null}
      </div>
      {lines.length === 0 ? (
        <p className={classes['nothing']}>{nothing}</p>
      ) : (
        <ul className={classes['rows']}>
          {lines.map(({ line, entry, words, facts, comment, past, danger }) => (
            <li key={line.entryId} className={classes['row']} data-past={past}>
              <span
                className={`${classes['words']} ${danger === true ? classes['danger'] : ''}`}
                title={fr.recorded(line.recordedBy, line.recordedAt)}
              >
                {words}
                {comment === '' ? null : <span className={classes['comment']}>{comment}</span>}
              </span>
              <span className={classes['facts']}>{facts}</span>
              {mayWrite ? (
                <span className={classes['acts']}>
                  <IconButton
                    size="small"
                    icon={IconPencil}
                    label={`${fr.change} ${sayAntecedent(entry)}`}
                    onClick={() => onChange({ entry, line })}
                  />
                  <IconButton
                    size="small"
                    icon={IconTrash}
                    label={`${fr.remove} ${sayAntecedent(entry)}`}
                    onClick={() => void onRemove(entry, line)}
                  />
                </span>
              ) : null}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

/** A line of any group, by its identifier. */
function lineOf({ problems, family, habitus, allergies }: Views, entryId: string): Opened | null {
  const listed = allergies.state === 'list' ? allergies.entries : []
  const all: readonly { readonly line: KnownLine; readonly entry: Antecedent }[] = [
    ...listed.map((line) => ({ line, entry: { kind: 'allergy' as const, fields: line.fields } })),
    ...problems.map((line) => ({ line, entry: { kind: 'problem' as const, fields: line.fields } })),
    ...family.map((line) => ({ line, entry: { kind: 'family' as const, fields: line.fields } })),
    ...habitus.map((line) => ({ line, entry: { kind: 'habitus' as const, fields: line.fields } })),
  ]
  return all.find(({ line }) => line.entryId === entryId) ?? null
}

type Views = NonNullable<ReturnType<typeof useAntecedents>['value']>
type AllergyLine = Extract<Allergies, { state: 'list' }>['entries'][number]

function shownAllergy(line: AllergyLine): Shown {
  const { fields } = line
  const reaction = sayReaction(fields)
  return {
    line,
    entry: { kind: 'allergy', fields },
    words: (
      <>
        <strong>{fields.substance}</strong>
        {reaction === '' ? '' : ` — ${reaction}`}{' '}
        {fields.certainty === 'to-confirm' ? <Tag tone="warning">{fr.allergies.toConfirm}</Tag> : null}
        {fields.certainty === 'likely' ? <Tag>{fr.allergies.likely}</Tag> : null}
      </>
    ),
    facts: classOf(fields),
    comment: fields.comment,
    past: false,
    danger: fields.type === 'allergy',
  }
}

/** The class a substance belongs to, where its name does not say it. */
function classOf({ substance, classCode }: AllergyLine['fields']): string {
  const known = classCode === null ? '' : (fr.classes[classCode] ?? '')
  return known === substance ? '' : known
}

function shownProblem(line: Views['problems'][number]): Shown {
  const { fields } = line
  const dates = [fields.onset, fields.end].filter((date) => date !== null).map(sayPartialDate)
  return {
    line,
    entry: { kind: 'problem', fields },
    words: (
      <>
        {fields.state === 'active' ? <strong>{fields.label}</strong> : fields.label}{' '}
        {fields.ald === null ? null : <AldTag ald={fields.ald} />}
      </>
    ),
    facts: [fields.code ?? '', dates.join(' – '), fields.state === 'past' ? fr.states.past : '']
      .filter((part) => part !== '')
      .join(' · '),
    comment: fields.comment,
    past: fields.state === 'past',
  }
}

function shownFamily(line: Views['family'][number]): Shown {
  const { fields } = line
  return {
    line,
    entry: { kind: 'family', fields },
    words: sayFamily(fields),
    facts: fields.code ?? '',
    comment: fields.comment,
    past: false,
  }
}

function shownHabitus(line: Views['habitus'][number]): Shown {
  const { fields, superseded } = line
  return {
    line,
    entry: { kind: 'habitus', fields },
    words: sayHabitus(fields),
    facts: superseded ? fr.superseded : '',
    comment: '',
    past: superseded,
  }
}
