import type { NoteContent, NoteItem } from '#app/features/notes/model.ts'
import { notesText } from '#app/text/fr/notes.ts'
import { entryOf, sayItem } from './entries.ts'
import classes from './Notes.module.css'

/** What a signed note says, section by section, with what it fed. */
export function ContentView(props: { readonly content: NoteContent; readonly patientId: string }) {
  const { content, patientId } = props
  return (
    <>
      {content.sections.map(({ sectionId, keyword, text, items }) => (
        <section key={sectionId} className={classes.row} aria-label={keyword}>
          <h3 className={classes.label}>{keyword}</h3>
          <div className={classes.body}>
            {text.trim() === '' ? null : <p className={classes.said}>{text}</p>}
            <Fed items={items} patientId={patientId} occurredAt={content.occurredAt} />
          </div>
        </section>
      ))}
    </>
  )
}

function Fed(props: { readonly items: readonly NoteItem[]; readonly patientId: string; readonly occurredAt: string }) {
  const { items } = props
  const kinds = [...Map.groupBy(items, ({ kind }) => kind)]
  return kinds.map(([kind, own]) => {
    const Shown = entryOf(kind)?.Shown
    if (Shown !== undefined) {
      const entries = own.map(({ fields }) => fields)
      return <Shown key={kind} entries={entries} patientId={props.patientId} occurredAt={props.occurredAt} />
    }
    return (
      <ul key={kind} className={classes.items} aria-label={notesText.reader.fed}>
        {own.map((item) => (
          <li key={item.itemId} className={classes.item}>
            {`${notesText.kinds[kind]}\u00A0: ${sayItem(item)}`}
          </li>
        ))}
      </ul>
    )
  })
}
