import { IconDots, IconEye, IconPencil, IconPrinter, IconX } from '@tabler/icons-react'
import type { Editor } from '@tiptap/react'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { letterFields, openLetter, previewLetter } from '#app/features/letters/contract.ts'
import type { LetterFieldValues, LetterView } from '#app/features/letters/model.ts'
import { saveStateText, sayDayAndHour } from '#app/text/fr/common.ts'
import { lettersText } from '#app/text/fr/letters.ts'
import { type AnyProblem, useCabinet, useLiveQuery, useSession } from '#renderer/client/index.ts'
import { PdfView } from '#renderer/features/documents/index.ts'
import { type EditorProps, Refusal, sheetClasses } from '#renderer/features/forms/index.ts'
import { bytesOfBase64, PrintDialog } from '#renderer/features/printing/index.ts'
import {
  type Action,
  Block,
  Button,
  IconButton,
  Menu,
  SaveState,
  Skeleton,
  Tag,
  useActions,
  useToast,
} from '#ui/index.ts'
import { documentIn, fieldsIn, fillFields } from './fill-fields.ts'
import { fieldLabel } from './letter-nodes.ts'
import { LetterChoices, type Signatory } from './LetterChoices.tsx'
import { LetterHindrances } from './LetterHindrances.tsx'
import classes from './Letters.module.css'
import LetterWords from './LetterWords.tsx'
import { type LetterEditing, useLetterEditor } from './useLetterEditor.ts'

const fr = lettersText.editor

/** Writes a letter once what it stands on is known: the letter corrected, who may sign. */
export default function LetterWriting(props: EditorProps) {
  const { patient, subjectId } = props
  const { patientId } = patient
  const { userId } = useSession()
  const fields = useLiveQuery(letterFields, { patientId, practitionerId: userId }, { kinds: [] })
  const valid = useLiveQuery(openLetter, subjectId === null ? null : { patientId, letterId: subjectId }, {
    kinds: ['record'],
    about: patientId,
    freshOnMount: true,
  })
  const problem = fields.problem ?? valid.problem
  if (problem !== undefined) {
    return (
      <div className={classes['waiting']}>
        <Refusal
          problem={problem}
          title={fr.unreadable}
          onRetry={subjectId === null ? fields.askAgain : valid.askAgain}
        />
      </div>
    )
  }
  if (fields.value === undefined || (subjectId !== null && valid.value === undefined)) return <Skeleton lines={6} />
  const { practitioners } = fields.value
  const isSignatory = practitioners.some((one) => one.userId === userId)
  const [only] = practitioners
  return (
    <Writing
      key={subjectId ?? patientId}
      {...props}
      practitioners={practitioners}
      signatory={isSignatory ? userId : practitioners.length === 1 && only !== undefined ? only.userId : null}
      valid={subjectId === null ? null : (valid.value?.letter ?? null)}
    />
  )
}

interface WritingProps extends EditorProps {
  readonly practitioners: readonly Signatory[]
  readonly signatory: string | null
  readonly valid: LetterView | null
}

interface Keys {
  readonly validate: () => void
  readonly save: () => void
  readonly inside: boolean
}

const actions: readonly Action<Keys>[] = [
  {
    id: 'letter.validate',
    label: fr.actions.validate,
    keys: 'Ctrl+Enter',
    enabledFor: ({ inside }) => inside,
    run: ({ validate }) => validate(),
  },
  {
    id: 'letter.save',
    label: fr.actions.save,
    keys: 'Ctrl+S',
    enabledFor: ({ inside }) => inside,
    run: ({ save }) => save(),
  },
]

function Writing(props: WritingProps) {
  const { patient, valid, onClose, onSaved } = props
  const { patientId } = patient
  const { call } = useCabinet()
  const toast = useToast()
  const editing = useLetterEditor({ patientId, valid, practitionerId: props.signatory })
  const { letter, draft, busy, conflict } = editing
  const [editor, setEditor] = useState<Editor | null>(null)
  const [inside, setInside] = useState(false)
  const [preview, setPreview] = useState<Uint8Array | 'waiting' | null>(null)
  const [failed, setFailed] = useState<AnyProblem | null>(null)
  const [printing, setPrinting] = useState<{ readonly letterId: string; readonly bytes: Uint8Array } | null>(null)
  const values = useFieldValues(patientId, editing)

  useEffect(() => {
    // A recipient just chosen, a measure just read: what waits for it is filled, nothing else moves.
    if (editor !== null && !editor.isDestroyed) fillFields(editor, values)
  }, [editor, values])

  const { validate } = editing
  const finish = useCallback(
    async (print: boolean, drop = false) => {
      const letterId = await validate({ drop })
      if (letterId === null) return
      if (!print) return onSaved(letterId)
      const opened = await call(openLetter, { patientId, letterId })
      if (opened.ok) setPrinting({ letterId, bytes: bytesOfBase64(opened.value.pdf) })
      else onSaved(letterId)
    },
    [validate, call, patientId, onSaved],
  )
  const { flush } = draft
  useActions(
    actions,
    useMemo(
      () => ({ validate: () => void finish(false), save: flush, inside: inside && !busy }),
      [finish, flush, inside, busy],
    ),
  )

  const togglePreview = async () => {
    if (preview !== null) return setPreview(null)
    setFailed(null)
    setPreview('waiting')
    const title = letter.title.trim() === '' ? lettersText.categories[letter.category] : letter.title.trim()
    const reply = await call(previewLetter, { patientId, content: { ...letter, title } })
    setPreview(reply.ok ? bytesOfBase64(reply.value.pdf) : null)
    if (!reply.ok) setFailed(reply)
  }
  const giveUp = () => {
    const undo = editing.giveUp()
    toast(fr.discarded, undo)
  }
  const goTo = (position: number) => {
    setPreview(null)
    editor?.chain().focus().setNodeSelection(position).scrollIntoView().run()
  }
  const root = useRef<HTMLElement>(null)
  const asksRecipient = useRef(false)
  const ready = (opened: Editor) => {
    setEditor(opened)
    if (editing.generation === 0 && editing.isNew) return
    // A template was just taken up: whom it goes to comes before what it says.
    if (asksRecipient.current) root.current?.querySelector<HTMLElement>('[data-field="recipient"] input')?.focus()
    else goToWords(opened)
    asksRecipient.current = false
  }
  return (
    <section
      ref={root}
      className={sheetClasses['sheet']}
      aria-label={fr.region}
      onFocus={() => setInside(true)}
      onBlur={({ relatedTarget, currentTarget }) => {
        if (!currentTarget.contains(relatedTarget)) setInside(false)
      }}
    >
      <header className={sheetClasses['head']}>
        <div className={sheetClasses['titled']}>
          <h2>{editing.isNew ? fr.title : fr.revising}</h2>
          <Tag tone="warning">{fr.draft}</Tag>
          <LetterSaveState editing={editing} />
          <Menu
            groups={[
              {
                items: [
                  {
                    id: 'discard',
                    label: editing.isNew ? fr.discard : fr.abandon,
                    disabled: !editing.changed,
                    onSelect: giveUp,
                  },
                ],
              },
            ]}
          >
            <IconButton size="small" icon={IconDots} label={fr.more} hasPopup="menu" />
          </Menu>
          <IconButton size="small" icon={IconX} label={fr.close} onClick={onClose} />
        </div>
        <LetterChoices
          practitioners={props.practitioners}
          editing={editing}
          values={values}
          busy={busy}
          onTemplate={({ category }) => {
            asksRecipient.current = category === 'letter' && letter.recipient.name === ''
          }}
          onRecipient={() => {
            if (editor?.isDestroyed === false) goToWords(editor)
          }}
        />
      </header>
      <div className={classes['scroll']}>
        <div className={classes['blocks']}>
          {conflict === null || busy ? null : (
            <Block
              tone="conflict"
              title={fr.conflict(conflict.revisedBy, sayDayAndHour(conflict.revisedAt))}
              announce="assertive"
              actions={
                <>
                  <Button onClick={editing.keepMine}>{fr.keepMine}</Button>
                  <Button onClick={editing.takeTheirs}>{fr.takeTheirs}</Button>
                </>
              }
            >
              {fr.conflictHint}
            </Block>
          )}
          <LetterHindrances
            editing={editing}
            failed={failed}
            left={editor === null || editor.isDestroyed ? [] : fieldsIn(editor)}
            labelOf={fieldLabel}
            onGoTo={goTo}
            onDrop={() => void finish(false, true)}
          />
        </div>
        {preview === null ? (
          <LetterWords
            key={editing.generation}
            document={letter.document}
            readOnly={busy}
            onReady={ready}
            onChange={(now) => editing.writeWords(documentIn(now))}
            onInserted={(now) => fillFields(now, values)}
          />
        ) : (
          <div className={classes['preview']}>
            {preview === 'waiting' ? (
              <p className={classes['waiting']} role="status">
                {fr.previewWaiting}
              </p>
            ) : (
              <PdfView bytes={preview} label={fr.preview} />
            )}
          </div>
        )}
      </div>
      <footer className={classes['foot']}>
        <Button
          sends
          kind="primary"
          keys="Ctrl+Enter"
          onClick={() => void finish(false)}
          disabled={busy || conflict !== null}
        >
          {fr.validate}
        </Button>
        <Button sends icon={IconPrinter} onClick={() => void finish(true)} disabled={busy || conflict !== null}>
          {fr.validateAndPrint}
        </Button>
        <Button
          icon={preview === null ? IconEye : IconPencil}
          pressed={preview !== null}
          onClick={() => void togglePreview()}
        >
          {preview === null ? fr.preview : fr.closePreview}
        </Button>
      </footer>
      {printing === null ? null : (
        <PrintDialog
          kind="letter"
          patientId={patientId}
          entryId={printing.letterId}
          bytes={printing.bytes}
          onClose={() => onSaved(printing.letterId)}
        />
      )}
    </section>
  )
}

/** The first thing to fill, else the end of the text. */
function goToWords(editor: Editor): void {
  const [first] = fieldsIn(editor)
  if (first === undefined) editor.commands.focus('end')
  else editor.chain().focus().setNodeSelection(first.position).scrollIntoView().run()
}

/** What fields say now: the record, the cabinet, who signs, and whom the letter is for. */
function useFieldValues(patientId: string, { letter }: LetterEditing): LetterFieldValues {
  const { practitionerId, recipient } = letter
  const answer = useLiveQuery(
    letterFields,
    { patientId, practitionerId },
    { kinds: ['patient', 'clinical', 'settings'] },
  )
  const read = answer.value?.values
  const { name, address } = recipient
  return useMemo(
    () => ({
      ...read,
      ...(name === '' ? {} : { 'recipient.name': name }),
      ...(address === '' ? {} : { 'recipient.address': address }),
    }),
    [read, name, address],
  )
}

function LetterSaveState({ editing }: { readonly editing: LetterEditing }) {
  const { state, flush } = editing.draft
  const said =
    state.kind === 'clean'
      ? ({ kind: null, text: '' } as const)
      : state.kind === 'saved'
        ? ({ kind: state.kind, text: saveStateText.saved(state.at) } as const)
        : ({ kind: state.kind, text: saveStateText[state.kind] } as const)
  return <SaveState {...said} retry={{ label: saveStateText.retry, run: flush }} />
}
