import {
  IconAlertOctagon,
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleDashed,
  IconLock,
  IconMasksTheater,
} from '@tabler/icons-react'
import type { Diagnostic, SeenReader } from '#app/devices/workstation.ts'
import { helpWithReader, readersText as fr, sayAtr, sayCard } from '#app/text/fr/readers.ts'
import { type Icon, StatusMark, Tag, type Tone } from '#ui/index.ts'
import classes from './Readers.module.css'

const marks: Readonly<Record<SeenReader['status'], { tone: Tone; icon: Icon; drawing: 'soft' | 'dashed' }>> = {
  empty: { tone: 'neutral', icon: IconCircleDashed, drawing: 'dashed' },
  card: { tone: 'success', icon: IconCircleCheck, drawing: 'soft' },
  mute: { tone: 'warning', icon: IconAlertTriangle, drawing: 'soft' },
  'in-use': { tone: 'warning', icon: IconLock, drawing: 'soft' },
  unusable: { tone: 'danger', icon: IconAlertOctagon, drawing: 'soft' },
}

/** Each reader, its card by its ATR alone, who made it, and what to do where it does not work. */
export function ReaderList({ readers, drivers }: { readers: readonly SeenReader[]; drivers: Diagnostic['drivers'] }) {
  return (
    <table className={classes.table} aria-label={fr.title}>
      <thead>
        <tr>
          <th scope="col">{fr.columns.name}</th>
          <th scope="col">{fr.columns.status}</th>
          <th scope="col">{fr.columns.card}</th>
        </tr>
      </thead>
      <tbody>
        {readers.map((reader) => (
          <Row key={reader.name} reader={reader} driver={drivers.find(({ reader: name }) => name === reader.name)} />
        ))}
      </tbody>
    </table>
  )
}

function Row({ reader, driver }: { reader: SeenReader; driver: Diagnostic['drivers'][number] | undefined }) {
  const { tone, icon, drawing } = marks[reader.status]
  const maker = [driver?.maker, driver?.version].filter((part) => part !== null && part !== undefined).join(' ')
  const help = helpWithReader(reader)
  return (
    <tr>
      <th scope="row">
        {reader.name}
        {reader.training ? null : <small>{fr.driver(maker)}</small>}
      </th>
      <td>
        <StatusMark tone={tone} icon={icon} drawing={drawing}>
          {fr.statuses[reader.status]}
        </StatusMark>
        {help === null ? null : <p className={classes.help}>{help}</p>}
      </td>
      <td>
        {reader.card === null ? (
          '—'
        ) : (
          <>
            {sayCard(reader.card)}{' '}
            {reader.card.training ? (
              <Tag tone="violet" icon={IconMasksTheater}>
                {fr.trainingTag}
              </Tag>
            ) : null}
            <code className={classes.place}>{`${fr.atr} ${sayAtr(reader.card.atr)}`}</code>
          </>
        )}
      </td>
    </tr>
  )
}
