import { IconPlus } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { sayHabitus, sayReaction } from '#app/text/fr/antecedent-words.ts'
import { antecedentsText } from '#app/text/fr/antecedents.ts'
import { useDesk, useSession } from '#renderer/client/index.ts'
import { Refusal, SummaryBlock, SummaryLine, type SummaryProps } from '#renderer/features/forms/index.ts'
import { Button, Tag } from '#ui/index.ts'
import { askForLine } from './asked-line.ts'
import { AldTag } from './AldTag.tsx'
import classes from './Antecedents.module.css'
import { useAntecedentActs, useAntecedents } from './useAntecedents.ts'

const fr = antecedentsText

/** The tab of the record, as its place is named. */
const section = 'antecedents'

/** Allergies in the summary: they never fold, and each of their three states is told in words. */
export function AllergiesSummary({ patientId }: SummaryProps) {
  const answer = useAntecedents(patientId)
  const acts = useAntecedentActs(patientId)
  const { permissions } = useSession()
  if (answer.problem !== undefined) return <Refusal problem={answer.problem} onRetry={answer.askAgain} />
  if (answer.value === undefined) return null
  const { allergies } = answer.value
  const mayWrite = permissions.includes('record.write')
  return (
    <section className={classes['allergies']} data-state={allergies.state}>
      <div className={classes['allergiesHead']}>
        <h3>{fr.summary.allergies}</h3>
        {allergies.state === 'list' ? <span>{fr.allergies.declared(allergies.entries.length)}</span> : null}
      </div>
      {acts.failure === null ? null : <Refusal problem={acts.failure} />}
      {allergies.state === 'list' ? (
        <OpenLines patientId={patientId}>
          {allergies.entries.map(({ entryId, fields }) => {
            const reaction = sayReaction(fields)
            const isFirstRank = fields.type === 'allergy' && fields.category !== 'environment'
            return (
              <Line key={entryId} of={entryId}>
                <span className={isFirstRank ? classes['severe'] : undefined}>{fields.substance}</span>
                {reaction === '' ? '' : ` — ${reaction}`}{' '}
                {fields.certainty === 'to-confirm' ? <Tag tone="warning">{fr.allergies.toConfirm}</Tag> : null}
                {fields.certainty === 'likely' ? <Tag>{fr.allergies.likely}</Tag> : null}
              </Line>
            )
          })}
        </OpenLines>
      ) : null}
      {allergies.state === 'none' ? (
        <OpenLines patientId={patientId}>
          <Line>{fr.allergies.none(allergies.statement.declaredAt, allergies.statement.declaredBy)}</Line>
        </OpenLines>
      ) : null}
      {allergies.state === 'unknown' ? (
        <>
          <p>{fr.allergies.unknown}</p>
          {mayWrite ? (
            <div className={classes['choices']}>
              <Button size="small" sends onClick={() => void acts.declareNone()}>
                {fr.allergies.declareNone}
              </Button>
              <AddButton patientId={patientId} />
            </div>
          ) : null}
        </>
      ) : null}
    </section>
  )
}

/** « Pathologies » of the summary: what is followed, then what is past, with ALD, code and year. */
export function ProblemsSummary({ patientId }: SummaryProps) {
  const { value } = useAntecedents(patientId)
  if (value === undefined) return null
  return (
    <SummaryBlock id="problems" title={fr.summary.problems}>
      {value.problems.length === 0 ? <SummaryLine>{fr.summary.none}</SummaryLine> : null}
      <OpenLines patientId={patientId}>
        {value.problems.map(({ entryId, fields }) => (
          <Line key={entryId} of={entryId}>
            {fields.label}{' '}
            {fields.ald === null ? null : (
              <>
                <AldTag ald={fields.ald} />{' '}
              </>
            )}
            <span className={classes['quiet']}>
              {[fields.code ?? '', fields.onset === null ? '' : fields.onset.slice(0, 4)]
                .filter((part) => part !== '')
                .join(' · ')}
            </span>
          </Line>
        ))}
      </OpenLines>
    </SummaryBlock>
  )
}

/** « Habitus » of the summary: what was said last of each topic. */
export function HabitusSummary({ patientId }: SummaryProps) {
  const { value } = useAntecedents(patientId)
  if (value === undefined) return null
  const lines = value.habitus.filter(({ superseded }) => !superseded)
  return (
    <SummaryBlock id="habitus" title={fr.summary.habitus}>
      {lines.length === 0 ? <SummaryLine>{fr.summary.noHabitus}</SummaryLine> : null}
      <OpenLines patientId={patientId}>
        {lines.map(({ entryId, fields }) => (
          <Line key={entryId} of={entryId}>
            {sayHabitus(fields)}
          </Line>
        ))}
      </OpenLines>
    </SummaryBlock>
  )
}

/** The lines of one matter: one click opens the line in the tab where it is corrected, Entrée the tab. One target: a line is 17 px high. */
function OpenLines({ patientId, children }: { readonly patientId: string; readonly children: ReactNode }) {
  const { openRecord } = useDesk()
  if (Array.isArray(children) && children.length === 0) return null
  return (
    <button
      type="button"
      className={classes['lines']}
      title={fr.summary.open}
      onClick={(event) => {
        // The line under the pointer; by the keyboard, the tab.
        const line = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-line]') : null
        const entryId = line?.dataset['line'] ?? ''
        askForLine(entryId === '' ? null : { patientId, entryId })
        openRecord(patientId, section)
      }}
    >
      {children}
    </button>
  )
}

function Line({ of, children }: { readonly of?: string; readonly children: ReactNode }) {
  return (
    <span className={classes['line']} data-line={of}>
      {children}
    </span>
  )
}

function AddButton({ patientId }: { readonly patientId: string }) {
  const { openRecord } = useDesk()
  return (
    <Button size="small" icon={IconPlus} onClick={() => openRecord(patientId, section)}>
      {fr.add}
    </Button>
  )
}
