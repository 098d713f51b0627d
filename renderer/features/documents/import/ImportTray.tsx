import { IconAlertTriangle, IconCheck, IconRefresh, IconX } from '@tabler/icons-react'
import { useEffect } from 'react'
import { documentsText } from '#app/text/fr/documents.ts'
import { Button, IconButton } from '#ui/Button.tsx'
import classes from './Import.module.css'
import type { ImportItem } from './import-queue.ts'
import { useImports } from './useImports.ts'

const text = documentsText.import

/** The list goes by itself so long after every file is in; what was refused stays until it is closed. */
const doneMs = 8_000

/** The files on their way to one record, what became of each, and how to stop or try again. */
export function ImportTray(props: {
  readonly patientId: string | null
  readonly at: 'start' | 'end'
  readonly onShow?: ((documentId: string) => void) | undefined
}) {
  const { queue, items: all } = useImports()
  const items = all.filter((item) => item.patientId === props.patientId)
  const isAllDone = items.length > 0 && items.every(({ state }) => state === 'done')
  useEffect(() => {
    if (!isAllDone) return
    const timer = setTimeout(() => queue.clear(), doneMs)
    return () => clearTimeout(timer)
  }, [isAllDone, queue])
  if (items.length === 0) return null
  const done = items.filter(({ state }) => state === 'done').length
  const underWay = items.filter(({ state }) => ['waiting', 'sending', 'away', 'reading'].includes(state))
  const failed = items.filter(({ state }) => state === 'failed')
  return (
    <section className={classes['tray']} data-at={props.at} aria-label={text.tray}>
      <header className={classes['trayHead']}>
        <strong>{text.tray}</strong>
        <span role="status">{text.summary(done, items.length)}</span>
        {failed.length > 1 ? (
          <Button size="small" kind="bare" onClick={() => queue.retry()}>
            {text.retryFailed}
          </Button>
        ) : null}
        {underWay.length === 0 ? (
          <IconButton icon={IconX} label={text.close} onClick={() => queue.clear()} />
        ) : (
          <Button
            size="small"
            kind="bare"
            onClick={() => {
              for (const { id } of underWay) queue.cancel(id)
            }}
          >
            {text.cancelAll}
          </Button>
        )}
      </header>
      <ul className={classes['trayList']}>
        {items.map((item) => (
          <ImportLine
            key={item.id}
            item={item}
            onCancel={() => queue.cancel(item.id)}
            onRetry={() => queue.retry(item.id)}
            onShow={props.onShow}
          />
        ))}
      </ul>
    </section>
  )
}

function ImportLine(props: {
  readonly item: ImportItem
  readonly onCancel: () => void
  readonly onRetry: () => void
  readonly onShow?: ((documentId: string) => void) | undefined
}) {
  const { item, onShow } = props
  const { documentId, fileName, state } = item
  const fraction = item.bytes === 0 ? 0 : item.sent / item.bytes
  return (
    <li className={classes['trayLine']} data-state={state}>
      {state === 'done' ? <IconCheck size={14} stroke={1.75} aria-hidden="true" /> : null}
      {['refused', 'failed', 'already'].includes(state) ? (
        <IconAlertTriangle size={14} stroke={1.75} aria-hidden="true" />
      ) : null}
      <span className={classes['trayName']} title={fileName}>
        {/* Isolated: a name that turns the direction of writing turns itself only. */}
        <bdi>{fileName}</bdi>
      </span>
      <span className={classes['trayState']}>{sayState(item, fraction)}</span>
      {documentId === null || onShow === undefined ? null : (
        <Button size="small" kind="bare" onClick={() => onShow(documentId)}>
          {text.open}
        </Button>
      )}
      {state === 'failed' ? <IconButton icon={IconRefresh} label={text.retry} onClick={props.onRetry} /> : null}
      {['waiting', 'sending', 'away', 'reading'].includes(state) ? (
        <IconButton icon={IconX} label={text.cancel(fileName)} onClick={props.onCancel} />
      ) : null}
      {state === 'sending' ? (
        <span className={classes['trayTrack']} aria-hidden="true">
          <span className={classes['trayFill']} style={{ width: `${Math.round(fraction * 100)}%` }} />
        </span>
      ) : null}
    </li>
  )
}

function sayState({ state, why }: ImportItem, fraction: number): string {
  switch (state) {
    case 'sending':
      return text.states.sending(Math.floor(fraction * 100))
    case 'refused':
    case 'failed':
    case 'already':
      return why
    default:
      return text.states[state]
  }
}
