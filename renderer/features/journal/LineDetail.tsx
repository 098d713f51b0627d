import type { JournalLine } from '#app/features/journal/model.ts'
import { knownFamilyOf } from '#app/features/journal/rules.ts'
import { sayNumber } from '#app/text/fr/common.ts'
import { expiredText, familyText, fr, sayActor, sayRefusalOf } from '#app/text/fr/journal.ts'
import { sayAct } from '#app/text/fr/journal-acts.ts'
import { sayDetailName } from '#app/text/fr/journal-details.ts'
import { DescriptionList } from '#ui/index.ts'
import classes from './Journal.module.css'
import { OutcomeOf, RecordOf, sayMoment } from './JournalTable.tsx'

/** Everything one line says. */
export function LineDetail({ line }: { readonly line: JournalLine | undefined }) {
  if (line === undefined) return <p className={classes.choose}>{fr.detail.none}</p>
  const { columns, detail, filters } = fr
  const moment = { term: columns.at, value: <span className="co-tabular">{sayMoment(line.at)}</span> }
  const number = { term: detail.number, value: <span className="co-tabular">{sayNumber(line.sequence)}</span> }
  if (line.expired) {
    return (
      <div className={classes.detail}>
        <h3>{expiredText}</h3>
        <DescriptionList entries={[moment, number]} />
      </div>
    )
  }
  const family = knownFamilyOf(line.act)
  const refusal = sayRefusalOf(line.problem)
  const entries = [
    moment,
    { term: columns.person, value: sayActor(line) },
    { term: columns.seat, value: line.seat },
    ...(line.aboutPatient ? [{ term: columns.patient, value: <RecordOf line={line} /> }] : []),
    ...(line.subjectName === '' ? [] : [{ term: detail.subject, value: line.subjectName }]),
    { term: columns.outcome, value: <OutcomeOf line={line} /> },
    ...(refusal === '' ? [] : [{ term: detail.refusal, value: refusal }]),
    ...line.details.map(({ name, value }) => ({ term: sayDetailName(name), value })),
    ...(family === null ? [] : [{ term: filters.family, value: familyText[family] }]),
    number,
  ]
  return (
    <div className={classes.detail}>
      <h3>{sayAct(line.act)}</h3>
      <DescriptionList entries={entries.filter(({ value }) => value !== '')} />
    </div>
  )
}
