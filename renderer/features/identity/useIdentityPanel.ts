import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useMemo, useState } from 'react'
import {
  checkDocument,
  decideAnswer,
  markIdentity,
  readIdentity,
  reverseProof,
} from '#app/features/identity/contract.ts'
import type { Act, DocumentKind, IdentityView, InsiAnswer, StrictTrait } from '#app/features/identity/model.ts'
import { attributeObstacle } from '#app/features/identity/rules/events.ts'
import { statusOf } from '#app/features/identity/rules/proofs.ts'
import type { InsAttribute, PatientRecord } from '#app/features/patients/model.ts'
import { searchPlaces } from '#app/features/places/contract.ts'
import { identityPanelText as fr } from '#app/text/fr/identity-panel.ts'
import { type AnyProblem, useCabinet, useLiveQuery, useSession } from '#renderer/client/index.ts'
import { useToast } from '#ui/index.ts'
import { type Foresight, foresee, type ShownDocument } from './foresight.ts'
import { acceptedOf, type Choices, linesOf, type Side, type TraitLine, undecidedOf } from './lines.ts'

/** Where the gesture stands. */
export type PanelMode = 'call' | 'compare' | 'document' | 'done' | 'barred'

/** A document being said: nothing is chosen before a person chooses it (RNIV 1 v2.0, EXI SI 10). */
export interface DocumentInHand {
  readonly kind: DocumentKind | null
  readonly companion: DocumentKind | null
  readonly ticked: boolean
}

/** What every act on an identity answers. */
type Settled =
  | { readonly ok: true; readonly value: { readonly identity: IdentityView } }
  | ({ readonly ok: false } & AnyProblem)

const noDocument: DocumentInHand = { kind: null, companion: null, ticked: false }

/** « Qualifier l’INS » of one record, in hand. */
export interface IdentityPanel {
  readonly view: IdentityView
  readonly mode: PanelMode
  readonly mayQualify: boolean
  readonly act: Act
  /** What INSi answered, decided or not; `null` before it answered. */
  readonly answer: InsiAnswer | null
  readonly lines: readonly TraitLine[]
  readonly undecided: number
  readonly choose: (trait: StrictTrait, side: Side) => void
  readonly takeAll: () => void
  readonly document: DocumentInHand
  readonly setDocument: (document: DocumentInHand) => void
  /** The document as it would be said; `null` while none is chosen. */
  readonly shown: ShownDocument | null
  /** What the act would do; `null` when there is nothing to do. */
  readonly foreseen: Foresight | null
  readonly busy: boolean
  readonly failure: AnyProblem | null
  readonly validate: () => Promise<void>
  readonly keepOwn: () => Promise<void>
  readonly mark: (attribute: InsAttribute, set: boolean, note: string) => Promise<boolean>
  readonly reverse: (proofId: string, to: 'withdrawn' | 'standing', note: string) => Promise<boolean>
}

/** The identity of a record, kept true; or why it cannot be shown. */
export function useIdentity(patientId: string) {
  return useLiveQuery(readIdentity, { patientId }, { kinds: ['patient'], about: patientId })
}

/** What a person is about to decide on an identity, and what it would come to. */
export function useIdentityPanel(record: PatientRecord, view: IdentityView, onChanged: () => void): IdentityPanel {
  const { patientId } = record
  const session = useSession()
  const { call } = useCabinet()
  const queries = useQueryClient()
  const toast = useToast()
  const [chosen, setChosen] = useState<{ readonly of: string; readonly choices: Choices }>({ of: '', choices: {} })
  const [document, setDocument] = useState<DocumentInHand>(noDocument)
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<AnyProblem | null>(null)
  const [at] = useState(() => new Date().toISOString())
  const act = useMemo<Act>(() => ({ at, userId: session.userId, by: session.displayName }), [at, session])
  const { pending } = view
  const answer = pending?.answer ?? view.identity.ins?.answer ?? null
  const choices = chosen.of === pending?.exchangeId ? chosen.choices : noChoices
  const sayPlace = usePlaceNames(record, answer)
  const { traits } = view.identity
  const lines = useMemo(
    () => (answer === null ? [] : linesOf(traits, answer, choices, sayPlace)),
    [traits, answer, choices, sayPlace],
  )
  const undecided = pending === null ? 0 : undecidedOf(lines)
  const mode = modeOf(view)
  const shown = useMemo<ShownDocument | null>(
    () => (document.kind === null ? null : { documentKind: document.kind, companionKind: document.companion }),
    [document],
  )
  const foreseen = useMemo(() => {
    if (mode === 'done' || mode === 'barred' || (pending === null && shown === null)) return null
    const answered = pending === null ? null : { pending, accepted: acceptedOf(lines) }
    return foresee(view, act, { answer: answered, document: shown })
  }, [mode, pending, shown, lines, view, act])

  const settle = useCallback(
    <Reply extends Settled>(reply: Reply): reply is Reply & { readonly ok: true } => {
      setBusy(false)
      if (!reply.ok) {
        setFailure(reply)
        if (reply.problem === 'edit.conflict' || reply.problem === 'identity.answer-decided')
          void queries.invalidateQueries({ queryKey: ['identity.read'] })
        return false
      }
      queries.setQueryData(['identity.read', { patientId }], { ok: true, value: reply.value })
      onChanged()
      return true
    },
    [queries, patientId, onChanged],
  )
  const ofRecord = { patientId, expectedVersion: view.version }
  const begin = () => {
    setBusy(true)
    setFailure(null)
  }
  const reverse = useCallback(
    async (proofId: string, to: 'withdrawn' | 'standing', note: string, expectedVersion = view.version) => {
      setBusy(true)
      setFailure(null)
      return settle(await call(reverseProof, { patientId, expectedVersion, proofId, to, note }))
    },
    [call, settle, patientId, view.version],
  )
  /** Says what came of the act, with a way back: the proof it gave is taken away again. */
  const tell = (after: IdentityView) => {
    const given = [after.identity.document, after.identity.ins].find(
      (proof) =>
        proof !== null && ![view.identity.document, view.identity.ins].some((one) => one?.proofId === proof.proofId),
    )
    if (given === undefined || given === null) return
    toast(fr.acts.done[statusOf(after.identity)], () => void reverse(given.proofId, 'withdrawn', '', after.version))
  }
  const decide = async (accepted: StrictTrait[], withDocument: ShownDocument | null) => {
    if (pending === null) return
    begin()
    const { exchangeId } = pending
    const reply = await call(decideAnswer, { ...ofRecord, exchangeId, accepted, document: withDocument })
    if (!settle(reply)) return
    setDocument(noDocument)
    tell(reply.value.identity)
  }
  return {
    view,
    mode,
    mayQualify: session.permissions.includes('identity.qualify'),
    act,
    answer,
    lines,
    undecided,
    choose: (trait, side) => {
      if (pending !== null) setChosen({ of: pending.exchangeId, choices: { ...choices, [trait]: side } })
    },
    takeAll: () => {
      if (pending === null) return
      const all = lines.filter(({ choosable }) => choosable).map(({ trait }) => [trait, 'answered'] as const)
      setChosen({ of: pending.exchangeId, choices: Object.fromEntries(all) })
    },
    document,
    setDocument,
    shown,
    foreseen,
    busy,
    failure,
    validate: async () => {
      if (busy || foreseen?.ok !== true) return
      if (pending !== null) return decide(acceptedOf(lines), shown)
      if (shown === null) return
      begin()
      const reply = await call(checkDocument, { ...ofRecord, ...shown })
      if (!settle(reply)) return
      setDocument(noDocument)
      tell(reply.value.identity)
    },
    keepOwn: () => decide([], null),
    mark: async (attribute, set, note) => {
      begin()
      return settle(await call(markIdentity, { ...ofRecord, attribute, set, note }))
    },
    reverse: (proofId, to, note) => reverse(proofId, to, note),
  }
}

const noChoices: Choices = {}

function modeOf(view: IdentityView): PanelMode {
  if (attributeObstacle(view.identity) !== null) return 'barred'
  if (view.pending !== null) return 'compare'
  const status = statusOf(view.identity)
  if (status === 'qualified') return 'done'
  return status === 'retrieved' ? 'document' : 'call'
}

/** Names of the places on the screen: the one held is known, the one answered is looked for. */
function usePlaceNames(record: PatientRecord, answer: InsiAnswer | null) {
  const code = answer?.traits.birthPlaceCode ?? null
  const held = record.fields.birthPlaceCode
  const question = code === null || code === held ? null : { text: code, use: 'birth' as const }
  const { value } = useLiveQuery(searchPlaces, question)
  const found = value?.places.find((place) => place.code === code)?.name ?? ''
  const name = record.birthPlaceName
  return useCallback(
    (said: string) => (said === held ? `${said} ${name}` : said === code ? `${said} ${found}` : said).trim(),
    [held, name, code, found],
  )
}
