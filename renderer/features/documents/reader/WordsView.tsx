import { lazy, Suspense, useState } from 'react'
import { importEnclosure, readWords } from '#app/features/documents/contract.ts'
import type { DocumentView, DocumentWords, Enclosure } from '#app/features/documents/model.ts'
import { saySize, sayDayAndHour, sayRefusal } from '#app/text/fr/common.ts'
import { documentsText } from '#app/text/fr/documents.ts'
import { type AnyProblem, useCabinet, useLiveQuery, useSession } from '#renderer/client/index.ts'
import { Block, Skeleton } from '#ui/Block.tsx'
import { Button } from '#ui/Button.tsx'
import classes from './Reader.module.css'

const text = documentsText.reader

const SafeHtml = lazy(() => import('./SafeHtml.tsx'))

/** The words of a text, a web page, a CDA or an e-mail. */
export function WordsView({ document, onSave }: { readonly document: DocumentView; readonly onSave: () => void }) {
  const { documentId, fields } = document
  const { value, problem, waiting, askAgain } = useLiveQuery(readWords, { documentId })
  if (value === undefined) {
    return (
      <div className={classes['padded']}>
        {problem === undefined && waiting ? (
          <Skeleton lines={8} />
        ) : (
          <Block
            tone={problem?.problem === 'connection.lost' ? 'offline' : 'error'}
            title={text.failed}
            actions={
              <>
                <Button size="small" onClick={askAgain}>
                  {text.retry}
                </Button>
                <Button size="small" onClick={onSave}>
                  {text.save}
                </Button>
              </>
            }
          >
            {problem === undefined ? null : sayRefusal(problem)}
          </Block>
        )}
      </div>
    )
  }
  const { words } = value
  return (
    <div
      className={classes['words']}
      role="region"
      aria-label={text.textOf(fields.title)}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by the keyboard
      tabIndex={0}
    >
      {words.mail === null ? null : <MailHead document={document} mail={words.mail} hasHtml={words.html !== null} />}
      {words.isCut ? <p className={classes['note']}>{text.isCut}</p> : null}
      {words.html === null ? (
        <pre className={classes['plain']}>{words.text}</pre>
      ) : (
        <Suspense fallback={<Skeleton lines={8} />}>
          <SafeHtml html={words.html} words={words.text} />
        </Suspense>
      )}
    </div>
  )
}

function MailHead(props: {
  readonly document: DocumentView
  readonly mail: NonNullable<DocumentWords['mail']>
  readonly hasHtml: boolean
}) {
  const { mail } = props
  return (
    <header className={classes['mail']}>
      <dl>
        <dt>{text.mail.from}</dt>
        <dd>
          <bdi>{mail.from}</bdi>
        </dd>
        <dt>{text.mail.to}</dt>
        <dd>
          <bdi>{mail.to}</bdi>
        </dd>
        <dt>{text.mail.date}</dt>
        <dd>{/^\d{4}-\d{2}-\d{2}T/.test(mail.date) ? sayDayAndHour(mail.date) : mail.date}</dd>
        <dt>{text.mail.subject}</dt>
        <dd>
          <bdi>{mail.subject}</bdi>
        </dd>
      </dl>
      {mail.enclosures.length === 0 ? null : <Enclosures {...props} />}
      {props.hasHtml ? <p className={classes['note']}>{text.blocked}</p> : null}
    </header>
  )
}

function Enclosures(props: { readonly document: DocumentView; readonly mail: NonNullable<DocumentWords['mail']> }) {
  const { documentId } = props.document
  const { call } = useCabinet()
  const { permissions } = useSession()
  const [settled, setSettled] = useState<ReadonlyMap<number, AnyProblem | null>>(new Map())
  const take = async ({ index }: Enclosure) => {
    const reply = await call(importEnclosure, { documentId, index })
    setSettled((former) => new Map(former).set(index, reply.ok ? null : reply))
  }
  return (
    <div className={classes['enclosures']}>
      <h3>{text.mail.enclosed}</h3>
      <ul>
        {props.mail.enclosures.map((enclosure) => {
          const refusal = settled.get(enclosure.index)
          return (
            <li key={enclosure.index}>
              <bdi className={classes['enclosure']}>{enclosure.fileName}</bdi>
              <span className={classes['quiet']}>{saySize(enclosure.bytes)}</span>
              {refusal === null ? <span role="status">{documentsText.import.states.done}</span> : null}
              {refusal === null || !permissions.includes('document.write') ? null : (
                <Button
                  sends
                  size="small"
                  ref={(button) => button?.setAttribute('aria-label', text.importEnclosure(enclosure.fileName))}
                  onClick={() => void take(enclosure)}
                >
                  {text.importOne}
                </Button>
              )}
              {refusal === null || refusal === undefined ? null : <p role="alert">{sayRefusal(refusal)}</p>}
            </li>
          )
        })}
      </ul>
    </div>
  )
}
