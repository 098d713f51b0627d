import {
  IconAlertTriangle,
  IconClipboardText,
  IconHash,
  IconHeartbeat,
  IconPencil,
  IconPill,
  IconTextPlus,
  IconVaccine,
  IconX,
} from '@tabler/icons-react'
import { type ChangeEvent, memo, useCallback, useEffect, useId, useRef } from 'react'
import { longestText, type NoteItem } from '#app/features/notes/model.ts'
import { notesText } from '#app/text/fr/notes.ts'
import { Button, hasOpenList, type Icon, IconButton, KeyHint, Tag } from '#ui/index.ts'
import type { EditedSection } from './edited-note.ts'
import { entryOf, isComplete, sayItem } from './entries.ts'
import classes from './Notes.module.css'
import type { Caret, Suggestion } from './useSuggestion.ts'

const fr = notesText.editor

/** The structured form open in a section: an item that is there, or one not added yet. */
export interface OpenForm {
  readonly sectionId: string
  readonly item: NoteItem
  readonly isNew: boolean
}

/** What a section asks of the editor. */
export interface SectionActs {
  readonly onType: (caret: Caret) => void
  readonly onCaret: (caret: Caret) => void
  readonly onRemove: (sectionId: string) => void
  readonly onEditItem: (sectionId: string, item: NoteItem) => void
  readonly onDropItem: (sectionId: string, item: NoteItem) => void
  readonly onFormChange: (item: NoteItem) => void
  readonly onFormDone: () => void
  readonly onOpenEntry: (sectionId: string) => void
}

/**
 * A section of the note: its label, its text, what it holds, and what is proposed or filled in under it. Drawn again when
 * one of these changes, not at each key typed in another.
 */
export const SectionRow = memo(function SectionRow(props: {
  readonly section: EditedSection
  readonly kind: NoteItem['kind'] | null
  readonly isCurrent: boolean
  readonly isFirst: boolean
  /** What is proposed where the caret is; `null` elsewhere. */
  readonly suggestion: Suggestion | null
  readonly form: OpenForm | null
  readonly patientId: string
  readonly occurredAt: string
  readonly readOnly: boolean
  readonly acts: SectionActs
}) {
  const { section, kind, isCurrent, form, acts, readOnly } = props
  const { sectionId, keyword, text } = section
  const label = useId()
  const hint = useId()
  const { onCaret, onType } = acts
  const type = useCallback(
    (event: ChangeEvent<HTMLTextAreaElement>) => {
      const { value, selectionStart } = event.currentTarget
      onType({ sectionId, text: value, at: selectionStart })
    },
    [onType, sectionId],
  )
  const move = useCallback(
    (event: { readonly currentTarget: HTMLTextAreaElement }) => {
      const { value, selectionStart } = event.currentTarget
      onCaret({ sectionId, text: value, at: selectionStart })
    },
    [onCaret, sectionId],
  )
  const entry = entryOf(kind)
  return (
    <div className={classes.row} data-current={isCurrent} data-section={sectionId}>
      <div className={classes.label}>
        <span id={label}>{keyword}</span>
        {readOnly ? null : (
          <span className={classes.removal}>
            <IconButton size="small" icon={IconX} label={fr.remove(keyword)} onClick={() => acts.onRemove(sectionId)} />
          </span>
        )}
      </div>
      <div className={classes.body}>
        <textarea
          className={classes.text}
          aria-labelledby={label}
          aria-describedby={props.suggestion === null ? undefined : hint}
          value={text}
          rows={1}
          maxLength={longestText}
          readOnly={readOnly}
          placeholder={props.isFirst ? fr.placeholder.motif : fr.placeholder.other}
          spellCheck
          lang="fr"
          onChange={type}
          onSelect={move}
          onFocus={move}
        />
        {props.suggestion === null ? null : <SuggestionLine id={hint} suggestion={props.suggestion} />}
        <Items
          section={section}
          acts={acts}
          readOnly={readOnly}
          openItemId={form?.item.itemId ?? null}
          {...shown(props)}
        />
        {form === null || readOnly ? null : (
          <FormOf form={form} patientId={props.patientId} acts={acts} isKnown={!form.isNew} />
        )}
        {form === null && isCurrent && entry !== undefined && kind !== null && !readOnly ? (
          <Button kind="bare" size="small" keys="Alt+ArrowDown" onClick={() => acts.onOpenEntry(sectionId)}>
            {notesText.adding[kind]}
          </Button>
        ) : null}
      </div>
    </div>
  )
})

function shown({ patientId, occurredAt }: { readonly patientId: string; readonly occurredAt: string }) {
  return { patientId, occurredAt }
}

/** What is proposed, in words, with the keys that take it or put it away. */
function SuggestionLine({ id, suggestion }: { readonly id: string; readonly suggestion: Suggestion }) {
  const { kind, words } = sayingOf(suggestion)
  const Drawing = drawingOf(suggestion)
  return (
    <div className={classes.suggestion}>
      <Drawing size={16} stroke={1.75} aria-hidden="true" />
      <span className={classes.proposed} aria-hidden="true">
        {`${kind}\u00A0: `}
        <strong>{words}</strong>
      </span>
      <span className={classes.keys} aria-hidden="true">
        <KeyHint keys="Tab" /> {notesText.suggestion.accept} <KeyHint keys="Escape" />
      </span>
      <span id={id} className="co-hidden" role="status">
        {notesText.suggestion.announce(kind, words)}
      </span>
    </div>
  )
}

const kindDrawings: Readonly<Record<NoteItem['kind'], Icon>> = {
  allergy: IconAlertTriangle,
  problem: IconClipboardText,
  family: IconClipboardText,
  habitus: IconClipboardText,
  treatment: IconPill,
  measurement: IconHeartbeat,
  vaccination: IconVaccine,
}

function drawingOf(suggestion: Suggestion): Icon {
  switch (suggestion.kind) {
    case 'entry':
      return kindDrawings[suggestion.entry.kind]
    case 'section':
      return IconHash
    default:
      return IconTextPlus
  }
}

function sayingOf(suggestion: Suggestion): { readonly kind: string; readonly words: string } {
  switch (suggestion.kind) {
    case 'entry':
      return { kind: notesText.kinds[suggestion.entry.kind], words: suggestion.entry.words }
    case 'section':
      return { kind: notesText.suggestion.section, words: suggestion.section.keyword }
    default:
      return { kind: notesText.suggestion.phrase, words: suggestion.phrase }
  }
}

/** What a section holds: as its slice shows several of them, or a line each; to correct or to take out. */
function Items(props: {
  readonly section: EditedSection
  readonly acts: SectionActs
  readonly readOnly: boolean
  readonly openItemId: string | null
  readonly patientId: string
  readonly occurredAt: string
}) {
  const { section, acts, readOnly, openItemId } = props
  const items = section.items.filter(({ itemId }) => itemId !== openItemId)
  if (items.length === 0) return null
  const shownTogether = [...Map.groupBy(items, ({ kind }) => kind)].flatMap(([kind, own]) => {
    const Shown = entryOf(kind)?.Shown
    return Shown === undefined ? [] : [{ kind, Shown, entries: own.map(({ fields }) => fields) }]
  })
  const besideItems = [...Map.groupBy(items, ({ kind }) => kind)].flatMap(([kind, own]) => {
    const Aside = entryOf(kind)?.Aside
    return Aside === undefined ? [] : [{ kind, Aside, own }]
  })
  return (
    <>
      {shownTogether.map(({ kind, Shown, entries }) => (
        <Shown key={kind} entries={entries} patientId={props.patientId} occurredAt={props.occurredAt} />
      ))}
      <ul className={classes.items} aria-label={fr.items(section.keyword)}>
        {items.map((item) => {
          const words = sayItem(item)
          return (
            <li key={item.itemId} className={classes.item} data-drawn={entryOf(item.kind)?.Shown !== undefined}>
              <span>{words}</span>
              {isComplete(item) ? null : <Tag tone="warning">{fr.incomplete}</Tag>}
              {readOnly ? null : (
                <>
                  <IconButton
                    size="small"
                    icon={IconPencil}
                    label={fr.edit(words)}
                    onClick={() => acts.onEditItem(section.sectionId, item)}
                  />
                  <IconButton
                    size="small"
                    icon={IconX}
                    label={fr.drop(words)}
                    onClick={() => acts.onDropItem(section.sectionId, item)}
                  />
                </>
              )}
            </li>
          )
        })}
      </ul>
      {readOnly
        ? null
        : besideItems.map(({ kind, Aside, own }) => <Aside key={kind} items={own} patientId={props.patientId} />)}
    </>
  )
}

/** The form of the slice that owns the kind, in place. */
function FormOf(props: {
  readonly form: OpenForm
  readonly patientId: string
  readonly acts: SectionActs
  /** It was asked for on an item: the focus goes to it. Opened by a keyword, it waits for Tab. */
  readonly isKnown: boolean
}) {
  const { form, acts } = props
  const { item } = form
  const root = useRef<HTMLFieldSetElement>(null)
  const entry = entryOf(item.kind)
  useEffect(() => {
    root.current?.scrollIntoView({ block: 'nearest' })
  }, [])
  if (entry === undefined) return null
  const { Form } = entry
  return (
    <fieldset
      ref={root}
      className={classes.form}
      aria-label={fr.form(notesText.kinds[item.kind])}
      data-structured
      onKeyDown={(event) => {
        // A list that is open takes Échap for itself; Entrée in a line of text is the form’s own affair.
        if (event.key !== 'Escape' || event.defaultPrevented || hasOpenList(event.target)) return
        event.preventDefault()
        acts.onFormDone()
      }}
    >
      <Form
        value={{ ...entry.empty(), ...item.fields }}
        onChange={(fields) => acts.onFormChange({ ...item, fields: { ...fields } as NoteItem['fields'] })}
        onDone={acts.onFormDone}
        patientId={props.patientId}
        entryId={item.itemId}
        autoFocus={props.isKnown}
      />
      <div className={classes.formFoot}>
        <Button size="small" keys="Escape" onClick={acts.onFormDone}>
          {fr.done}
        </Button>
      </div>
    </fieldset>
  )
}
