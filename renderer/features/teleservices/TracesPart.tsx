import { listExchanges } from '#app/features/teleservices/contract.ts'
import type { ExchangeView } from '#app/features/teleservices/model.ts'
import { sayDayAndHour } from '#app/text/fr/common.ts'
import { teleservicesText } from '#app/text/fr/teleservices.ts'
import { useLiveQuery } from '#renderer/client/index.ts'
import { Refusal } from '#renderer/features/forms/index.ts'
import { Skeleton } from '#ui/index.ts'
import classes from './Teleservices.module.css'

const fr = teleservicesText.settings.traces
const modeNames = teleservicesText.settings.standing.modeNames
const shown = 50

/** The last calls about records in sight. */
export function TracesPart() {
  const answer = useLiveQuery(listExchanges, { patientId: null, before: null, limit: shown }, { kinds: ['job'] })
  return (
    <section className={classes['part']} aria-label={fr.title}>
      <h3>{fr.title}</h3>
      {answer.value === undefined ? (
        answer.problem === undefined ? (
          <Skeleton lines={3} />
        ) : (
          <Refusal problem={answer.problem} onRetry={answer.askAgain} />
        )
      ) : answer.value.exchanges.length === 0 ? (
        <p className={classes['quiet']}>{fr.none}</p>
      ) : (
        // The table scrolls by itself where text is large: it must be reachable by keyboard.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <div className={classes['scroll']} tabIndex={0} role="group" aria-label={fr.title}>
          <table className={classes['table']}>
            <thead>
              <tr>
                <th scope="col">{fr.at}</th>
                <th scope="col">{fr.what}</th>
                <th scope="col">{fr.about}</th>
                <th scope="col">{fr.who}</th>
                <th scope="col">{fr.outcome}</th>
              </tr>
            </thead>
            <tbody>
              {answer.value.exchanges.map((one) => (
                <tr key={one.exchangeId}>
                  <td className="co-tabular">{sayDayAndHour(one.askedAt)}</td>
                  <td>{operationOf(one.operation)}</td>
                  <td>{one.patientName}</td>
                  <td>
                    {one.by} ({modeNames[one.mode]})
                  </td>
                  <td>{outcomeOf(one)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}

function operationOf(operation: string): string {
  return (fr.operations as Readonly<Record<string, string>>)[operation] ?? operation
}

function outcomeOf({ outcome, problem }: ExchangeView): string {
  if (outcome === null) return fr.underWay
  if (outcome === 'cancelled') return fr.cancelled
  if (outcome === 'interrupted') return fr.interrupted
  // Of the line, the card or the request: the service itself said nothing.
  const isSilent = problem !== null && /^(?:teleservice|device)\./.test(problem)
  return isSilent ? fr.unanswered(outcome) : fr.answered(outcome)
}
