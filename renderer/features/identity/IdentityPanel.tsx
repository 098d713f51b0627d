import { IconDots } from '@tabler/icons-react'
import { type RefObject, useEffect, useMemo, useRef, useState } from 'react'
import type { IdentityView } from '#app/features/identity/model.ts'
import { searchSequence } from '#app/features/identity/rules/ladder.ts'
import { statusOf } from '#app/features/identity/rules/proofs.ts'
import { insiTraits } from '#app/features/identity/rules/traits.ts'
import type { InsAttribute, PatientRecord } from '#app/features/patients/model.ts'
import { sayDay, sayRefusal, sayRecordName } from '#app/text/fr/common.ts'
import { identityPanelText as fr } from '#app/text/fr/identity-panel.ts'
import { InsMarks } from '#renderer/features/patients/index.ts'
import { type Action, Block, Button, IconButton, Menu, Skeleton, useActions } from '#ui/index.ts'
import { AttributeNotices, AttributeQuestion } from './Attributes.tsx'
import { useEscape } from './useEscape.ts'
import { CallChoices, type Way } from './CallChoices.tsx'
import { CallOutcome, CallProgress } from './CallProgress.tsx'
import { DocumentCheck } from './DocumentCheck.tsx'
import classes from './Identity.module.css'
import { IdentitySteps } from './IdentitySteps.tsx'
import { Proofs, sayBy } from './Proofs.tsx'
import { ResultPreview } from './ResultPreview.tsx'
import { TraitTable } from './TraitTable.tsx'
import { type IdentityPanel as Panel, useIdentity, useIdentityPanel } from './useIdentityPanel.ts'
import { type InsiCall, useInsiCall } from './useInsiCall.ts'

/** What can be asked of the panel. */
export interface IdentityPanelProps {
  readonly record: PatientRecord
  /** Something is typed beside that is not saved: it is neither sent nor compared. */
  readonly isTyped?: boolean | undefined
  /** The record was written by an act of the panel: it is read again. */
  readonly onChanged: () => void
}

/** « Qualifier l’INS » (INS-3): INSi, comparison, document, result; beside the form, so that one sees what will change. */
export function IdentityPanel({ record, isTyped, onChanged }: IdentityPanelProps) {
  const { value, problem, askAgain } = useIdentity(record.patientId)
  if (value !== undefined)
    return <LoadedPanel record={record} view={value.identity} isTyped={isTyped} onChanged={onChanged} />
  return (
    <section className={classes['panel']} aria-label={fr.title}>
      <div className={classes['top']}>
        <h2 className={classes['title']}>{fr.title}</h2>
        {problem === undefined ? (
          <Skeleton lines={6} />
        ) : (
          <Block
            tone={problem.problem === 'connection.lost' ? 'offline' : 'error'}
            title={fr.failed}
            actions={
              <Button size="small" onClick={askAgain}>
                {fr.retry}
              </Button>
            }
          >
            {sayRefusal(problem)}
          </Block>
        )}
      </div>
    </section>
  )
}

interface MainAct {
  readonly label: string
  readonly run: () => void
}

const mainAction: Action<{ readonly act: MainAct | null }> = {
  id: 'identity.validate',
  label: fr.title,
  keys: 'Ctrl+Enter',
  enabledFor: ({ act }) => act !== null,
  run: ({ act }) => act?.run(),
}
const mainActions = [mainAction]

function LoadedPanel(props: IdentityPanelProps & { readonly view: IdentityView }) {
  const { record, view, isTyped = false, onChanged } = props
  const panel = useIdentityPanel(record, view, onChanged)
  const { usedName, usedFirstName, birthName, firstBirthFirstName } = record.fields
  const name = sayRecordName({ usedName, usedFirstName, birthName, birthFirstName: firstBirthFirstName })
  const call = useInsiCall(record.patientId, name, view)
  const [wantedWay, setWay] = useState<Way | null>(null)
  const way: Way = call.card === 'none' ? 'traits' : (wantedWay ?? 'card')
  const [missing, setMissing] = useState(false)
  const root = useRef<HTMLElement>(null)
  useFocusOnStep(root, panel, call.running)
  const main = useMainAct(panel, call, way, root, setMissing)
  useActions(
    mainActions,
    useMemo(() => ({ act: main }), [main]),
  )
  const { mode, mayQualify } = panel
  const idle = !call.running
  const { ins, document, capture, ko } = view.identity
  const acts = [ins?.act, document?.act, capture.act, ko?.act]
  const last = acts.reduce((a, b) => ((a?.at ?? '') < (b?.at ?? '') ? b : a))
  return (
    <section ref={root} className={classes['panel']} aria-label={fr.title} data-region tabIndex={-1}>
      <div className={classes['top']}>
        <header className={classes['head']}>
          <h2 className={classes['title']}>{fr.title}</h2>
          <InsMarks
            state={{
              insStatus: statusOf(view.identity),
              insAttributes: view.identity.attributes,
              insKo: view.identity.ko !== null,
            }}
          />
          {last === undefined ? null : (
            <span className={classes['updated']}>{fr.updated(sayDay(last.at), sayBy(last))}</span>
          )}
        </header>
        <IdentitySteps at={stepOf(panel)} />
      </div>
      <div className={classes['scroll']}>
        {mayQualify ? null : (
          <Block tone="info" announce="off">
            {fr.readOnly}
          </Block>
        )}
        {isTyped && mayQualify ? (
          <Block tone="info" announce="off">
            {fr.typed}
          </Block>
        ) : null}
        <AttributeNotices panel={panel} />
        {call.running ? <CallProgress call={call} /> : null}
        <CallOutcome call={call} />
        {mode === 'call' && idle ? (
          <CallChoices record={record} panel={panel} call={call} way={way} onWay={setWay} />
        ) : null}
        {mode === 'barred' ? null : <TraitTable panel={panel} />}
        {mayQualify && asksDocument(panel) ? <DocumentCheck panel={panel} missing={missing} /> : null}
        <ResultPreview panel={panel} />
        <Proofs panel={panel} />
        {panel.failure === null ? null : (
          <Block tone="error" announce="assertive" title={fr.acts.failed}>
            {sayRefusal(panel.failure)}
          </Block>
        )}
      </div>
      {mayQualify ? <Foot panel={panel} call={call} main={main} /> : null}
    </section>
  )
}

/** A validated identity has its document: what is left is INSi, unless what is taken of it makes that proof fall. */
function asksDocument({ mode, view, undecided, foreseen, shown }: Panel): boolean {
  const isKept = view.identity.document !== null && shown === null
  if (mode === 'compare') return !isKept || (undecided === 0 && foreseen?.ok === true && foreseen.after !== 'qualified')
  return mode === 'document' || (mode === 'call' && view.identity.document === null)
}

function stepOf(panel: Panel): number {
  const { mode, undecided, view } = panel
  if (mode === 'compare') return undecided > 0 ? 1 : asksDocument(panel) ? 2 : 3
  if (mode === 'document') return 2
  return mode === 'done' && view.pending === null ? fr.steps.length : 0
}

/** What Ctrl+Entrée does now; `null` where there is nothing to do. */
function useMainAct(
  panel: Panel,
  call: InsiCall,
  way: Way,
  root: RefObject<HTMLElement | null>,
  setMissing: (missing: boolean) => void,
): MainAct | null {
  const latest = useRef({ panel, call, way })
  latest.current = { panel, call, way }
  const label = labelOf(panel, call)
  return useMemo(() => {
    if (label === null) return null
    const run = () => {
      const now = latest.current
      // The hands come to the panel: what comes next is there.
      if (root.current?.contains(document.activeElement) === false) root.current.focus()
      if (now.panel.mode === 'call' && now.panel.shown === null) {
        askInsi(now.panel, now.call, now.way)
        return
      }
      const hindrance = hindranceOf(now.panel)
      setMissing(hindrance === '[data-tick] input')
      if (hindrance === null) void now.panel.validate()
      else root.current?.querySelector<HTMLElement>(hindrance)?.focus()
    }
    return { label, run }
  }, [label, root, setMissing])
}

function labelOf(panel: Panel, call: InsiCall): string | null {
  const { mode, mayQualify, shown, foreseen, undecided } = panel
  if (!mayQualify || call.running || mode === 'barred' || mode === 'done') return null
  if (mode === 'call') return shown === null ? fr.acts.call : fr.acts.validate
  if (mode === 'document') return fr.acts.qualify
  if (foreseen?.ok !== true || undecided > 0) return fr.acts.qualify
  const aside = foreseen.steps.some(({ what }) => what === 'answer-set-aside')
  if (aside) return fr.acts.record
  return foreseen.after === 'retrieved' ? fr.acts.retrieve : fr.acts.qualify
}

function askInsi({ view }: Panel, call: InsiCall, way: Way): void {
  if (way === 'card') {
    call.askCard()
    return
  }
  const reading = insiTraits(view.identity.traits)
  if (reading.ok) call.askTraits(searchSequence(reading.traits)[0])
}

/** Where the hands must go before the act: the line to choose, the document, its tick. */
function hindranceOf({ undecided, document, mode, foreseen }: Panel): string | null {
  if (undecided > 0) return '[data-undecided="true"] input'
  if (mode === 'document' && document.kind === null) return '[data-kinds] input'
  if (document.kind !== null && !document.ticked) return '[data-tick] input'
  if (foreseen !== null && !foreseen.ok) return '[data-kinds] input:not(:checked)'
  return null
}

/**
 * When INSi answers, the hands are where the person acts next: on the next search where nobody was found; when it is done, they
 * stay in the panel.
 */
function useFocusOnStep(root: RefObject<HTMLElement | null>, { mode, view }: Panel, running: boolean): void {
  const key = `${mode} ${view.pending?.exchangeId ?? ''} ${view.identity.ko?.exchangeId ?? ''}`
  const before = useRef(key)
  useEffect(() => {
    // What may be asked next is drawn once the call has ended.
    if (before.current === key || running) return
    before.current = key
    const { activeElement } = document
    const panel = root.current
    // Somebody who types elsewhere meanwhile is left where they are.
    if (panel === null || (activeElement !== document.body && !panel.contains(activeElement))) return
    const next =
      panel.querySelector<HTMLElement>('[data-undecided="true"] input') ??
      panel.querySelector<HTMLElement>('[data-retries] button') ??
      (mode === 'call' ? null : panel.querySelector<HTMLElement>('[data-kinds] input'))
    const target = next ?? panel
    target.focus()
  }, [key, root, mode, running])
}

type Question = { readonly kind: 'keep' } | { readonly kind: 'attribute'; readonly attribute: InsAttribute }

function Foot(props: { readonly panel: Panel; readonly call: InsiCall; readonly main: MainAct | null }) {
  const { panel, call, main } = props
  const { view, lines } = panel
  const [question, setQuestion] = useState<Question | null>(null)
  const foot = useRef<HTMLElement>(null)
  const close = () => {
    setQuestion(null)
    requestAnimationFrame(() => foot.current?.querySelector('button')?.focus())
  }
  if (question?.kind === 'attribute')
    return (
      <footer className={classes['foot']}>
        <AttributeQuestion panel={panel} attribute={question.attribute} onClose={close} />
      </footer>
    )
  if (question?.kind === 'keep' && view.pending !== null)
    return (
      <footer className={classes['foot']}>
        <KeepQuestion panel={panel} onClose={close} />
      </footer>
    )
  const held = view.identity.attributes
  const may = (attribute: InsAttribute) => !held.includes(attribute) && !held.includes('fictitious')
  const others = (['homonym', 'fictitious'] as const).filter(
    (attribute) => may(attribute) && (attribute === 'homonym' || held.length === 0),
  )
  const mayVerify = panel.mode === 'done' || panel.mode === 'document'
  return (
    <footer ref={foot} className={classes['foot']}>
      {main === null ? null : (
        <Button sends kind="primary" keys="Ctrl+Enter" disabled={panel.busy} onClick={main.run}>
          {main.label}
        </Button>
      )}
      {panel.mode === 'compare' && lines.some(({ choosable }) => choosable) ? (
        <Button disabled={panel.busy} onClick={() => setQuestion({ kind: 'keep' })}>
          {fr.acts.keep}
        </Button>
      ) : null}
      {mayVerify && view.identity.ins?.channel !== 'AV' ? (
        <Button sends disabled={panel.busy || call.running} onClick={call.verify}>
          {fr.call.verifyAgain}
        </Button>
      ) : null}
      <span className={classes['space']} />
      {may('doubtful') ? (
        <Button kind="bare" onClick={() => setQuestion({ kind: 'attribute', attribute: 'doubtful' })}>
          {fr.acts.doubtful}
        </Button>
      ) : null}
      {others.length === 0 ? null : (
        <Menu
          position="top-start"
          groups={[
            {
              items: others.map((attribute) => ({
                id: attribute,
                label: fr.acts[attribute],
                onSelect: () => setQuestion({ kind: 'attribute', attribute }),
              })),
            },
          ]}
        >
          <IconButton framed icon={IconDots} label={fr.acts.more} hasPopup="menu" />
        </Menu>
      )}
    </footer>
  )
}

function KeepQuestion({ panel, onClose }: { readonly panel: Panel; readonly onClose: () => void }) {
  useEscape(onClose)
  const back = useRef<HTMLButtonElement>(null)
  useEffect(() => back.current?.focus(), [])
  return (
    <div className={classes['question']}>
      <Block
        tone="warning"
        announce="assertive"
        title={fr.acts.keepTitle}
        actions={
          <>
            <Button keys="Escape" ref={back} onClick={onClose}>
              {fr.acts.keepBack}
            </Button>
            <Button sends disabled={panel.busy} onClick={() => void panel.keepOwn().then(onClose)}>
              {fr.acts.keep}
            </Button>
          </>
        }
      >
        {fr.acts.keepText}
      </Block>
    </div>
  )
}
