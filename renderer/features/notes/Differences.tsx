import { useMemo } from 'react'
import type { NoteContent } from '#app/features/notes/model.ts'
import { notesText } from '#app/text/fr/notes.ts'
import { differencesOf, type Run } from './differences.ts'
import classes from './Notes.module.css'

const fr = notesText.reader

/** What changed from one state of a note to another: said in words to readers, struck or underlined to the eye. */
export default function Differences(props: {
  readonly label: string
  readonly before: NoteContent
  readonly after: NoteContent
}) {
  const { before, after, label } = props
  const sections = useMemo(() => differencesOf(before, after), [before, after])
  const redated = before.occurredAt !== after.occurredAt
  return (
    <section className={classes.differences} aria-label={label}>
      <h3>{label}</h3>
      {redated ? <p>{fr.redated(before.occurredAt, after.occurredAt)}</p> : null}
      {sections.length === 0 && !redated ? <p>{fr.unchanged}</p> : null}
      {sections.map(({ sectionId, keyword, text, items }) => (
        <div key={sectionId} className={classes.row}>
          <div className={classes.label}>{keyword}</div>
          <div className={classes.body}>
            <p className={classes.said}>
              <Runs runs={text} />
            </p>
            {items.length === 0 ? null : (
              <ul className={classes.items}>
                {items.map((run, index) => (
                  // oxlint-disable-next-line react/no-array-index-key -- runs have no identity of their own, and never move
                  <li key={index} className={classes.item}>
                    <Runs runs={[run]} />
                  </li>
                ))}
              </ul>
            )}
          </div>
        </div>
      ))}
    </section>
  )
}

function Runs({ runs }: { readonly runs: readonly Run[] }) {
  return runs.map(({ kind, text }, index) => {
    const key = `${index} ${kind}`
    if (kind === 'same') return <span key={key}>{text}</span>
    const Mark = kind === 'added' ? 'ins' : 'del'
    return (
      <Mark key={key} className={classes[kind]}>
        <span className="co-hidden">{`[${kind === 'added' ? fr.added : fr.dropped} `}</span>
        {text}
        <span className="co-hidden">{`, ${fr.end}] `}</span>
      </Mark>
    )
  })
}
