import { readStandings } from '#app/features/teleservices/contract.ts'
import { sayDayAndHour } from '#app/text/fr/common.ts'
import { teleservicesText } from '#app/text/fr/teleservices.ts'
import { useLiveQuery } from '#renderer/client/index.ts'
import { Refusal } from '#renderer/features/forms/index.ts'
import { Skeleton } from '#ui/index.ts'
import classes from './Teleservices.module.css'

const fr = teleservicesText.settings.standing

/** Whether each service can be called by whoever is there, and how it answered last. */
export function StandingsPart() {
  const answer = useLiveQuery(readStandings, {}, { kinds: ['settings', 'job'] })
  return (
    <section className={classes['part']} aria-label={fr.title}>
      <h3>{fr.title}</h3>
      {answer.value === undefined ? (
        answer.problem === undefined ? (
          <Skeleton lines={3} />
        ) : (
          <Refusal problem={answer.problem} onRetry={answer.askAgain} />
        )
      ) : (
        <table className={classes['table']}>
          <thead>
            <tr>
              <th scope="col">{fr.service}</th>
              <th scope="col">{fr.modes}</th>
              <th scope="col">{fr.last}</th>
            </tr>
          </thead>
          <tbody>
            {answer.value.standings.map(({ service, modes, missing, last }) => (
              <tr key={service}>
                <th scope="row">{fr.names[service]}</th>
                <td>{missing === null ? modes.map((mode) => fr.modeNames[mode]).join(', ') : fr.missing[missing]}</td>
                <td>
                  {last === null
                    ? fr.never
                    : last.answered
                      ? fr.answered(sayDayAndHour(last.at))
                      : fr.silent(sayDayAndHour(last.at))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}
