import { type KeyboardEvent, type ReactNode, useCallback, useEffect, useMemo, useRef } from 'react'
import { saveStateText } from '#app/text/fr/common.ts'
import { formsText as fr } from '#app/text/fr/forms.ts'
import type { DraftState, FieldOf, FormConflict, FormDraft, FormValues, VersionedForm } from '#renderer/client/index.ts'
import { Refusal } from './Refusal.tsx'
import {
  type Action,
  Block,
  Button,
  hasOpenList,
  SaveState,
  type SaveStateKind,
  useActions,
  useToast,
} from '#ui/index.ts'
import { Comparison } from './Comparison.tsx'
import classes from './Forms.module.css'

/** What can be asked of a `FormPane`. */
export interface FormPaneProps<V extends FormValues> {
  readonly title: ReactNode
  readonly form: VersionedForm<V>
  /** Absent where what is typed is not kept as a draft. */
  readonly draft?: FormDraft | undefined
  readonly labelOf: (field: FieldOf<V>) => string
  /** A value as a person reads it, where it is not what is written in the field. */
  readonly show?: ((field: FieldOf<V>, values: V) => string | undefined) | undefined
  readonly children: ReactNode
  /** Other actions of the pane, after « Enregistrer » and « Annuler ». */
  readonly actions?: ReactNode | undefined
  /** After the fields, whatever is being compared. */
  readonly after?: ReactNode | undefined
  /**
   * Under the buttons, at the bottom of the pane: what is not part of the form (a deletion). The buttons then follow the
   * fields, and Échap is « Annuler ».
   */
  readonly below?: ReactNode | undefined
  /** Before the title: a badge. */
  readonly lead?: ReactNode | undefined
  /** A whole screen rather than a side pane. */
  readonly wide?: boolean | undefined
  /** Label of the main button: « Enregistrer » unless it creates something. */
  readonly saveLabel?: string | undefined
  /** Saving is possible before anything is typed (a creation). */
  readonly always?: boolean | undefined
  /** Instead of « Annuler » going back to what the cabinet holds. */
  readonly onCancel?: (() => void) | undefined
  /** Why the form is only read, where it is not a matter of settings. */
  readonly readOnlyText?: string | undefined
  /** The first field takes the focus: the form was asked for to be filled in. */
  readonly autoFocus?: boolean | undefined
}

interface Subject {
  readonly save: () => void
  readonly enabled: boolean
}

const saveAction: Action<Subject> = {
  id: 'form.save',
  label: fr.save,
  keys: 'Ctrl+S',
  enabledFor: ({ enabled }) => enabled,
  run: ({ save }) => save(),
}
const actions = [saveAction]

/** A form with its save state at the head, what stands in its way, and its main action at the foot. */
export function FormPane<V extends FormValues>(props: FormPaneProps<V>) {
  const { form, draft, title, autoFocus } = props
  const root = useRef<HTMLElement>(null)
  const toast = useToast()
  const save = useCallback(() => {
    const run = async () => {
      const fault = await form.save()
      if (fault !== null) requestAnimationFrame(() => focusField(root.current, fault))
    }
    void run()
  }, [form])
  useEffect(() => {
    // A list of choices keeps its value in a hidden field beside it.
    const fields = '[data-field] input:not([readonly], [disabled], [type="hidden"])'
    if (autoFocus === true) root.current?.querySelector<HTMLElement>(fields)?.focus()
  }, [autoFocus])
  useActions(
    actions,
    useMemo(() => ({ save, enabled: !form.readOnly && !form.comparing }), [save, form.readOnly, form.comparing]),
  )
  const abandon = useCallback(() => toast(fr.abandoned, form.abandon()), [toast, form])
  const state = stateOf(form, draft?.state)
  const idle = form.busy || (!form.dirty && props.always !== true)
  const flows = props.below !== undefined
  const saveState = <SaveState kind={state.kind} text={state.text} retry={{ label: fr.retry, run: save }} />
  const cancel = props.onCancel ?? abandon
  const noCancel = props.onCancel === undefined && idle
  const buttons =
    form.readOnly || form.comparing ? null : (
      <footer className={classes.foot}>
        <Button sends kind="primary" keys="Ctrl+S" onClick={save} disabled={idle}>
          {props.saveLabel ?? fr.save}
        </Button>
        <Button {...(flows ? { keys: 'Escape' } : {})} onClick={cancel} disabled={noCancel}>
          {fr.cancel}
        </Button>
        {props.actions}
        {flows ? <div className={classes.state}>{saveState}</div> : null}
      </footer>
    )
  const escape = (event: KeyboardEvent) => {
    // A list that is open takes Échap for itself. A creation closes while nothing is typed in it: Échap loses no text.
    const closes = flows || (props.onCancel !== undefined && !form.dirty)
    if (
      !closes ||
      event.key !== 'Escape' ||
      event.defaultPrevented ||
      hasOpenList(event.target) ||
      noCancel ||
      buttons === null
    )
      return
    event.preventDefault()
    cancel()
  }
  return (
    <section
      ref={root}
      className={classes.pane}
      data-wide={props.wide}
      data-flows={flows}
      aria-label={typeof title === 'string' ? title : undefined}
      onKeyDown={escape}
    >
      <header className={classes.head}>
        <div className={classes.titled}>
          {props.lead}
          <h2>{title}</h2>
        </div>
        {flows ? null : saveState}
      </header>
      <div className={classes.scroll}>
        <Notices {...props} onSave={save} onAbandon={abandon} />
        {form.comparing && form.conflict !== null ? (
          <Comparison form={form} conflict={form.conflict} labelOf={props.labelOf} show={props.show} />
        ) : (
          props.children
        )}
        {props.after}
        {flows ? buttons : null}
        {flows ? <div className={classes.below}>{props.below}</div> : null}
      </div>
      {flows ? null : buttons}
    </section>
  )
}

function Notices<V extends FormValues>(
  props: FormPaneProps<V> & { readonly onSave: () => void; readonly onAbandon: () => void },
) {
  const { form, draft } = props
  const { conflict, failure } = form
  const count = Object.keys(form.errors).length
  return (
    <div className={classes.notices}>
      {form.readOnly ? (
        <Block tone="info" announce="off">
          {props.readOnlyText ?? fr.readOnly}
        </Block>
      ) : null}
      {draft === undefined || draft.restoredAt === null ? null : (
        <Block
          tone="info"
          title={fr.restored(draft.restoredAt)}
          actions={
            <Button size="small" onClick={props.onAbandon}>
              {fr.abandon}
            </Button>
          }
        >
          {fr.restoredRest}
        </Block>
      )}
      {conflict === null ? null : (
        <Block
          tone="conflict"
          title={conflictTitle(conflict, props.labelOf)}
          actions={
            form.comparing ? undefined : (
              <Button size="small" onClick={() => form.compare(true)}>
                {fr.conflict.compare}
              </Button>
            )
          }
        >
          {fr.conflict.kept}
        </Block>
      )}
      {failure === null ? null : (
        <Refusal problem={failure} title={fr.failure} onRetry={props.onSave}>
          {failure.problem === 'connection.lost' ? '' : fr.failureKept}
        </Refusal>
      )}
      {form.judged && count > 0 ? <Block tone="error">{fr.errors(count)}</Block> : null}
    </div>
  )
}

function conflictTitle<V>(conflict: FormConflict<V>, labelOf: (field: FieldOf<V>) => string): string {
  const [first] = conflict.changed
  const what =
    first === undefined
      ? fr.conflict.nothing
      : conflict.changed.length === 1
        ? fr.conflict.field(labelOf(first))
        : fr.conflict.fields(conflict.changed.length)
  return conflict.by === null
    ? fr.conflict.titleUnsigned(what)
    : fr.conflict.title(conflict.by.name, what, conflict.by.at)
}

function stateOf<V extends FormValues>(
  form: VersionedForm<V>,
  draft: DraftState | undefined,
): { readonly kind: SaveStateKind | null; readonly text: string } {
  // A save whose answer does not come, the line being down: what is typed is safe here, which matters more.
  if (draft?.kind === 'kept-here') return { kind: draft.kind, text: saveStateText[draft.kind] }
  if (form.busy) return { kind: 'saving', text: saveStateText.saving }
  if (form.failure !== null) return { kind: 'failed', text: saveStateText.failed }
  if (form.dirty) {
    if (draft?.kind === 'saved') return { kind: 'saved', text: saveStateText.saved(draft.at) }
    const kind = draft === undefined || draft.kind === 'clean' ? 'changed' : draft.kind
    return { kind, text: saveStateText[kind] }
  }
  return form.savedAt === null ? { kind: null, text: '' } : { kind: 'saved', text: fr.saved(form.savedAt) }
}

/** Sends the focus to a field inside `root`, and brings it into sight. */
function focusField(root: HTMLElement | null, name: string): void {
  const holder = root?.querySelector<HTMLElement>(`[data-field="${name}"]`)
  const field = holder?.querySelector<HTMLElement>('input:not([type="hidden"]), textarea')
  ;(field ?? holder?.querySelector<HTMLElement>('button'))?.focus()
  holder?.scrollIntoView({ block: 'nearest' })
}

/** Fields of one kind, under a title. */
export function FormGroup(props: {
  readonly title: string
  readonly hint?: ReactNode | undefined
  readonly children: ReactNode
}) {
  return (
    <fieldset className={classes.group}>
      <legend>{props.title}</legend>
      {props.hint === undefined ? null : <p className={classes.quiet}>{props.hint}</p>}
      {props.children}
    </fieldset>
  )
}
