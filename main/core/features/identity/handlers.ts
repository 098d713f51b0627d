import {
  checkDocument as checkDocumentOperation,
  decideAnswer,
  markIdentity,
  readIdentity,
  reverseProof,
} from '#app/features/identity/contract.ts'
import type { Act, IdentityEvent } from '#app/features/identity/model.ts'
import { problem } from '#app/kernel/problem.ts'
import { findExchange, noteDecided } from '#core/features/teleservices/index.ts'
import { type Handler, handle } from '#core/kernel/handle.ts'
import type { WriteDb } from '#core/kernel/tables.ts'
import { isProblem, type Work } from '#core/kernel/work.ts'
import { findCalls } from './answers.ts'
import { askingHandlers } from './asking.ts'
import { writeMarking } from './markings.ts'
import { readMarkHandler } from './reading-mark.ts'
import { findIdentity } from './repository.ts'
import { settingsHandler, updateSettingsHandler } from './settings.ts'
import { verifyingHandlers } from './verifying.ts'
import { viewOf } from './view.ts'
import { workListHandler } from './work-page.ts'
import { applyAll, type IdentityChange, type IdentityWriter } from './write.ts'

const read = handle(readIdentity, async ({ patientId }, work) =>
  work.read(async (db) => {
    const held = await findIdentity(db, patientId)
    return held === null ? problem('not-found', {}) : { identity: await viewOf(db, held) }
  }),
)

const decide = handle(decideAnswer, async (input, work) => {
  const { patientId, exchangeId, accepted, document } = input
  return work.write(async (db) => {
    const { pending } = await findCalls(db, patientId)
    if (pending?.exchangeId !== exchangeId) {
      const call = await findExchange(db, exchangeId)
      return call?.patient_id === patientId ? problem('identity.answer-decided', {}) : problem('not-found', {})
    }
    const act = actOf(work)
    const { answer, channel } = pending
    const events: IdentityEvent[] = [
      { kind: 'answer-accepted', proofId: work.newId(), answer, accepted, channel, exchangeId, act },
    ]
    if (document !== null) events.push({ kind: 'document-checked', proofId: work.newId(), ...document, act })
    return change(db, work, input, events, () => noteDecided(db, exchangeId, act.at))
  })
})

const checkDocument = handle(checkDocumentOperation, async (input, work) =>
  work.write((db) => {
    const { documentKind, companionKind } = input
    const proofId = work.newId()
    const act = actOf(work)
    return change(db, work, input, [{ kind: 'document-checked', proofId, documentKind, companionKind, act }])
  }),
)

const mark = handle(markIdentity, async (input, work) =>
  work.write(async (db) => {
    const { patientId, attribute, set, note } = input
    const act = actOf(work)
    const event: IdentityEvent = { kind: set ? 'attribute-set' : 'attribute-lifted', attribute, act }
    const markingId = work.newId()
    return change(db, work, input, [event], () => writeMarking(db, { markingId, patientId, attribute, set, note, act }))
  }),
)

const reverse = handle(reverseProof, async (input, work) =>
  work.write((db) => {
    const { proofId, to, note } = input
    const act = actOf(work)
    const event: IdentityEvent =
      to === 'withdrawn' ? { kind: 'proof-withdrawn', proofId, note, act } : { kind: 'proof-restored', proofId, act }
    return change(db, work, input, [event])
  }),
)

/** Applies events to a record as its caller saw it, says so in the journal and to the other seats. */
async function change(
  db: WriteDb,
  work: Work,
  record: { readonly patientId: string; readonly expectedVersion: number },
  events: readonly IdentityEvent[],
  besides: () => Promise<unknown> = async () => undefined,
) {
  const changed = await applyAll(db, record.patientId, record.expectedVersion, events, writerOf(work))
  if (isProblem(changed)) return changed
  await besides()
  work.journal({ details: identityDetails(changed) })
  work.announce('patient', record.patientId, changed.row.version)
  return { identity: await viewOf(db, changed) }
}

/** What the journal keeps of a change: each step with the rule it follows; names of traits, never a trait. */
function identityDetails({ before, after, steps }: IdentityChange): Readonly<Record<string, unknown>> {
  return { identity: before === after ? after : `${before} > ${after}`, steps }
}

function writerOf(work: Work): IdentityWriter {
  return { userId: work.actor.userId, displayName: work.actor.displayName, at: work.now() }
}

function actOf(work: Work): Act {
  return { at: work.now(), userId: work.actor.userId, by: work.actor.displayName }
}

/** Who answers about identities. */
export const identityHandlers: readonly Handler[] = [
  read,
  decide,
  checkDocument,
  mark,
  reverse,
  workListHandler,
  readMarkHandler,
  settingsHandler,
  updateSettingsHandler,
  ...askingHandlers,
  ...verifyingHandlers,
]
