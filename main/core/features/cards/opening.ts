import { challenge, openWithCard, signInWithCard, slotOf, unlockWithCard } from '#app/features/cards/contract.ts'
import type { CardNotice } from '#app/features/cards/model.ts'
import type { SessionView } from '#app/features/sessions/model.ts'
import { type Problem, problem } from '#app/kernel/problem.ts'
import { noteOpened } from '#core/features/people/index.ts'
import { viewOfSession } from '#core/features/sessions/index.ts'
import { challengeMs } from '#core/kernel/card-proofs.ts'
import { handle } from '#core/kernel/handle.ts'
import type { Verified } from '#core/kernel/vault.ts'
import { isProblem, type Work } from '#core/kernel/work.ts'
import type { ProfessionalCertificate } from '#main/protocols/professional-certificate.ts'
import { type CardRow, findCard, findCardByKey, findCardsOfHolder, noteCardUsed } from './repository.ts'
import { removeOrphanSlots } from './slots.ts'
import { judge, readCard, readTrust } from './trust.ts'

const find = handle(slotOf, async ({ cabinetId, certificate }, work) => {
  const away = notHere(work)
  if (away !== null) return away
  const card = readCard(certificate)
  if (!card.ok) return card.refusal
  const { publicKeyHash, identity } = card.certificate
  const found = await work.vault.cards.find(cabinetId, { publicKeyHash, nationalId: identity.nationalId.text })
  if (found.kind === 'none') return problem('card.not-enrolled', {})
  const { userId, displayName } = found
  if (found.kind === 'renewed') return problem('card.renewed', { userId, displayName })
  return { proof: found.proof, userId, displayName }
})

const open = handle(openWithCard, async ({ cabinetId, slotId, certificate, signature }, work) => {
  const away = notHere(work)
  if (away !== null) return away
  const card = readCard(certificate)
  if (!card.ok) return card.refusal
  const { publicKey, publicKeyHash, identity } = card.certificate
  const found = await work.vault.cards.find(cabinetId, { publicKeyHash, nationalId: identity.nationalId.text })
  if (found.kind !== 'slot' || found.proof.slotId !== slotId) return problem('card.not-enrolled', {})
  work.journal({ actorId: found.userId, subjectId: slotId, cabinetId })
  const answer = { publicKey, signature: bytesOf(signature) }
  const verified = await work.vault.cards.unlock(cabinetId, slotId, answer, async (failuresBefore) => {
    const row = await work.read((db) => findCard(db, slotId))
    // A slot without a row: its card was taken away, and an older manifest was put back.
    const isEnrolled = row?.user_id === found.userId && row.public_key_hash === publicKeyHash
    const admitted = isEnrolled
      ? await admit(row, card.certificate, failuresBefore, work)
      : problem('card.not-enrolled', {})
    // While there is a journal: the file closes again.
    if (isProblem(admitted)) await work.journalRefusal(admitted)
    return admitted
  })
  if (verified.ok) return verified.admitted
  if ('reason' in verified) return problem(verified.reason === 'absent' ? 'card.not-enrolled' : 'card.slot-damaged', {})
  return wrongProof(verified, work)
})

const draw = handle(challenge, async ({ purpose }, work) => {
  if (work.vault.open() === null) return problem('card.host-closed', {})
  const drawn = work.sessions.cardProofs.draw(purpose)
  return { proof: { cabinetId: work.vault.cards.cabinetId(), challenge: drawn }, validForMs: challengeMs }
})

const signIn = handle(signInWithCard, async (signed, work) =>
  work.vault.open() === null ? problem('card.host-closed', {}) : recognise('sign-in', signed, work),
)

const unlock = handle(unlockWithCard, async (signed, work) => recognise('unlock', signed, work))

/** What answers whoever holds a card. */
export const openingHandlers = [find, open, draw, signIn, unlock]

type Entered = { readonly session: SessionView; readonly notices: CardNotice[] }

async function recognise(
  purpose: 'sign-in' | 'unlock',
  signed: { readonly challenge: string; readonly certificate: string; readonly signature: string },
  work: Work,
) {
  // Whatever comes of it, it was asked once.
  if (!work.sessions.cardProofs.take(signed.challenge, purpose)) return problem('card.challenge-over', {})
  const card = readCard(signed.certificate)
  if (!card.ok) return card.refusal
  const { publicKey, publicKeyHash, identity } = card.certificate
  const row = await work.read((db) => findCardByKey(db, publicKeyHash))
  if (row === undefined || !work.vault.cards.slotIds().includes(row.card_id)) {
    return notEnrolled(identity.nationalId.text, work)
  }
  work.journal({ actorId: row.user_id, subjectId: row.card_id })
  const answer = { publicKey, signature: bytesOf(signed.signature) }
  const verified = await work.vault.cards.identify(row.user_id, answer, signed.challenge)
  if (!verified.ok) return wrongProof(verified, work)
  return admit(row, card.certificate, verified.failuresBefore, work)
}

/** Signs in whoever holds a card that proved itself, unless the card is no longer good or its holder may no longer act. */
async function admit(
  row: CardRow,
  certificate: ProfessionalCertificate,
  failuresBefore: number,
  work: Work,
): Promise<Entered | Problem<'card.not-trusted' | 'forbidden'>> {
  const profile = work.vault.open()?.profile ?? 'production'
  const { verdict, notices } = judge(
    certificate,
    await work.read((db) => readTrust(db, profile, [certificate])),
    work.now(),
  )
  work.journal({ details: { card: row.card_number, ...(notices.length > 0 ? { notices } : {}) } })
  if (failuresBefore > 0) work.journal({ details: { failuresBefore } })
  if (verdict !== null) {
    work.journal({ details: { verdict } })
    return problem('card.not-trusted', { verdict })
  }
  const session = await work.sessions.signIn(row.user_id, { kind: 'card', cardNumber: row.card_number })
  if (session === null) return problem('forbidden', {})
  try {
    await work.write(async (db) => {
      await noteOpened(db, row.user_id, work.now())
      await noteCardUsed(db, row.card_id, work.now())
    })
  } catch (error) {
    // Nobody is in without a line of the journal that says so.
    work.sessions.signOut()
    throw error
  }
  work.announce('session', session.sessionId, 1)
  await removeOrphanSlots(work)
  return { session: await viewOfSession(session, work), notices }
}

async function notEnrolled(nationalId: string, work: Work) {
  const slots = work.vault.cards.slotIds()
  const known = await work.read((db) => findCardsOfHolder(db, nationalId))
  const former = known.find((row) => slots.includes(row.card_id))
  if (former === undefined) return problem('card.not-enrolled', {})
  const holder = work.vault.slots().find(({ kind, userId }) => kind === 'password' && userId === former.user_id)
  return problem('card.renewed', { userId: former.user_id, displayName: holder?.label ?? '' })
}

/** What opens a cabinet is only shown, and only taken, at its own computer. */
function notHere(work: Work): Problem<'network.host-only' | 'card.host-closed'> | null {
  if (work.vault.isAtHost) return null
  return work.vault.open() === null ? problem('card.host-closed', {}) : problem('network.host-only', {})
}

function wrongProof(
  { waiting, again, retryAfterMs }: Extract<Verified, { ok: false }>,
  work: Work,
): Problem<'cabinet.wait' | 'card.proof-refused'> {
  if (again === true) work.journal({ isRepeated: true })
  return waiting ? problem('cabinet.wait', { retryAfterMs }) : problem('card.proof-refused', { retryAfterMs })
}

function bytesOf(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'base64url'))
}
