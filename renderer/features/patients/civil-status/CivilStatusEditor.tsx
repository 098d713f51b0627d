import { type RefObject, useEffect, useMemo, useRef } from 'react'
import type { InsStatus, PatientRecord } from '#app/features/patients/model.ts'
import { civilStatusText as text } from '#app/text/fr/civil-status.ts'
import { sayDayAndHour, sayHour, sayRefusal, saySecond, saveStateText } from '#app/text/fr/common.ts'
import { patientsText } from '#app/text/fr/patients.ts'
import type { AnyProblem, DraftState } from '#renderer/client/index.ts'
import { type Action, useActions } from '#ui/actions/index.ts'
import { Block, Skeleton } from '#ui/Block.tsx'
import { Button } from '#ui/Button.tsx'
import { keepFieldInSight } from '#ui/field-in-sight.ts'
import { settleField } from '#ui/settle-field.ts'
import { SaveState, type SaveStateKind } from '#ui/SaveState.tsx'
import { CivilStatusFields, focusField } from './CivilStatusFields.tsx'
import classes from './CivilStatusEditor.module.css'
import { Comparison } from './Comparison.tsx'
import { labelOf, type Remarks } from './reading.ts'
import {
  type CivilStatusEditor as Editor,
  type Conflict,
  type Foresee,
  useCivilStatusEditor,
} from './useCivilStatusEditor.ts'

/** What can be asked of the editor. */
export interface CivilStatusEditorProps {
  /** Kept true by its owner: a newer version shows here as soon as it is read. */
  readonly record: PatientRecord
  readonly onSaved: (record: PatientRecord) => void
  /** The cabinet holds a newer version than `record`: read it again. */
  readonly onConflict: () => void
  /** The status these traits would leave; `null`, or absent: not known, and a trusted identity is taken for lost. */
  readonly foresee?: Foresee | undefined
  /** Told whether something is typed that is not saved. */
  readonly onTyped?: ((isTyped: boolean) => void) | undefined
}

const saveAction: Action<{ save: () => void; enabled: boolean }> = {
  id: 'civil-status.save',
  label: text.save,
  keys: 'Ctrl+S',
  enabledFor: ({ enabled }) => enabled,
  run: ({ save }) => save(),
}
const actions = [saveAction]

/** « État civil » of one record: the form, its save state at the head, its main action at the foot. */
export function CivilStatusEditor({ record, onSaved, onConflict, foresee, onTyped }: CivilStatusEditorProps) {
  const told = useMemo(() => ({ onSaved, onConflict }), [onSaved, onConflict])
  const editor = useCivilStatusEditor(record, told, foresee)
  const { dirty } = editor
  useEffect(() => onTyped?.(dirty), [onTyped, dirty])
  const root = useRef<HTMLDivElement>(null)
  const saving = useSave(editor, root)
  useActions(
    actions,
    useMemo(() => ({ save: saving, enabled: !editor.form.readOnly }), [saving, editor.form.readOnly]),
  )
  if (!editor.ready) return <Skeleton lines={5} />
  return (
    <section className={classes['editor']} ref={root} aria-label={text.title}>
      <EditorHead record={record} editor={editor} save={saving} />
      <EditorNotices editor={editor} save={saving} />
      <div className={classes['scroll']} ref={keepFieldInSight}>
        {editor.waiting?.kind === 'compare' && editor.conflict !== null ? (
          <Comparison
            conflict={editor.conflict}
            mine={editor.form.values}
            onApply={editor.applyChoices}
            onBack={editor.dismiss}
          />
        ) : (
          <CivilStatusFields form={editor.form} />
        )}
      </div>
      {editor.form.readOnly || editor.waiting?.kind === 'compare' ? null : <EditorFoot editor={editor} save={saving} />}
    </section>
  )
}

function useSave(editor: Editor, root: RefObject<HTMLElement | null>): () => void {
  const latest = useRef(editor.save)
  latest.current = editor.save
  return useMemo(
    () => () => {
      settleField()
      void latest.current().then((fault) => {
        if (fault !== null) requestAnimationFrame(() => focusField(root.current, fault))
      })
    },
    [root],
  )
}

function EditorHead({ record, editor, save }: { record: PatientRecord; editor: Editor; save: () => void }) {
  const state = saveStateOf(editor)
  return (
    <header className={classes['head']}>
      <h2 className="co-hidden">{text.title}</h2>
      <span className={classes['updated']}>{text.updated(sayDayAndHour(record.updatedAt), record.updatedBy)}</span>
      <SaveState
        kind={state.kind}
        text={state.text}
        {...(editor.failure === null ? { retry: { label: text.failure.retry, run: save } } : {})}
      />
    </header>
  )
}

function saveStateOf(editor: Editor): { kind: SaveStateKind | null; text: string } {
  // A save whose answer does not come, the line being down: what is typed is safe here, which matters more.
  if (editor.draft.state.kind === 'kept-here') return draftStateShown(editor.draft.state)
  if (editor.busy) return { kind: 'saving', text: saveStateText.saving }
  if (editor.failure !== null) return { kind: 'failed', text: saveStateText.failed }
  if (editor.dirty) return draftStateShown(editor.draft.state)
  if (editor.savedAt !== null) return { kind: 'saved', text: text.states.saved(saySecond(editor.savedAt)) }
  return { kind: null, text: '' }
}

/** The draft's own state: it is kept, and says so, but a draft is not an act. */
export function draftStateShown(state: DraftState): { kind: SaveStateKind; text: string } {
  if (state.kind === 'saved') return { kind: 'saved', text: saveStateText.saved(state.at) }
  const kind = state.kind === 'clean' ? 'changed' : state.kind
  return { kind, text: saveStateText[kind] }
}

function EditorNotices({ editor, save }: { editor: Editor; save: () => void }) {
  const { conflict, restoredAt, failure, form } = editor
  return (
    <div className={classes['notices']}>
      {form.readOnly ? <Block tone="info">{text.readOnly}</Block> : null}
      {restoredAt === null ? null : <DraftBar keptAt={restoredAt} onAbandon={editor.abandon} />}
      {conflict === null ? null : (
        <Block
          tone="conflict"
          title={conflictTitle(conflict)}
          actions={
            editor.waiting?.kind === 'compare' ? undefined : (
              <Button size="small" onClick={editor.compare}>
                {text.conflict.compare}
              </Button>
            )
          }
        >
          {text.conflict.kept}
        </Block>
      )}
      {failure === null ? null : <SaveFailure failure={failure} onRetry={save} title={text.failure.title} />}
      {form.judged ? <ErrorCount errors={form.errors} /> : null}
    </div>
  )
}

/** How many fields are to be corrected; nothing when none is. */
export function ErrorCount({ errors }: { errors: Remarks }) {
  const count = Object.keys(errors).length
  return count === 0 ? null : <Block tone="error">{text.errors.count(count)}</Block>
}

/** « Brouillon du … repris », and the way to give it up. */
export function DraftBar({ keptAt, onAbandon }: { keptAt: string; onAbandon: () => void }) {
  return (
    <Block
      tone="info"
      title={text.draft.restored(sayDayAndHour(keptAt))}
      actions={
        <Button size="small" onClick={onAbandon}>
          {text.draft.discard}
        </Button>
      }
    >
      {text.draft.rest}
    </Block>
  )
}

/** Why the record was not written, what is safe, and what to do. */
export function SaveFailure({ failure, onRetry, title }: { failure: AnyProblem; onRetry: () => void; title: string }) {
  const final = failure.problem === 'not-found' || failure.problem === 'forbidden'
  return (
    <Block
      tone={failure.problem === 'connection.lost' ? 'offline' : 'error'}
      title={title}
      announce="assertive"
      actions={
        final ? undefined : (
          <Button size="small" onClick={onRetry}>
            {text.failure.retry}
          </Button>
        )
      }
    >
      {sayRefusal(failure)} {failure.problem === 'connection.lost' ? '' : text.failure.kept}
    </Block>
  )
}

function conflictTitle({ record, theirKeys }: Conflict): string {
  const [first] = theirKeys
  const what =
    theirKeys.length === 0 || first === undefined
      ? text.conflict.record
      : theirKeys.length === 1
        ? text.conflict.oneField(labelOf(first))
        : text.conflict.manyFields(theirKeys.length)
  return text.conflict.title(record.updatedBy, what, sayHour(record.updatedAt))
}

const keepAction: Action<{ dismiss: () => void }> = {
  id: 'civil-status.keep',
  label: text.qualification.keep,
  keys: 'Escape',
  run: ({ dismiss }) => dismiss(),
}
const keepActions = [keepAction]

function EditorFoot({ editor, save }: { editor: Editor; save: () => void }) {
  const { waiting } = editor
  if (waiting?.kind === 'qualification') return <QualificationQuestion editor={editor} {...waiting} />
  return (
    <footer className={classes['foot']}>
      <Button sends kind="primary" keys="Ctrl+S" onClick={save} disabled={editor.busy || !editor.dirty}>
        {text.save}
      </Button>
      <Button onClick={editor.abandon} disabled={editor.busy || !editor.dirty}>
        {text.cancel}
      </Button>
    </footer>
  )
}

function QualificationQuestion({
  editor,
  traits,
  before,
  after,
}: {
  editor: Editor
  traits: readonly (keyof typeof patientsText.fields)[]
  before: InsStatus
  after: InsStatus
}) {
  useActions(
    keepActions,
    useMemo(() => ({ dismiss: editor.dismiss }), [editor.dismiss]),
  )
  return (
    <footer className={classes['question']}>
      <Block
        tone="warning"
        announce="assertive"
        title={text.qualification.title[before]}
        actions={
          <>
            <Button keys="Escape" autoFocus onClick={editor.dismiss}>
              {text.qualification.keep}
            </Button>
            <Button sends kind="primary" onClick={() => void editor.confirmQualification()} disabled={editor.busy}>
              {text.qualification.confirm(patientsText.insStatusesShort[after].toLocaleLowerCase('fr'))}
            </Button>
          </>
        }
      >
        {text.qualification.question(patientsText.insStatuses[after].toLocaleLowerCase('fr'))}{' '}
        {text.qualification.traits(traits.map((trait) => patientsText.fields[trait]).join(', '))}
      </Block>
    </footer>
  )
}
