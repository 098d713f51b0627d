import { enrolBegin, enrolFinish, renewBegin, renewFinish, renewProve } from '#app/features/cards/contract.ts'
import { type CardView, mostCardsOfUser } from '#app/features/cards/model.ts'
import { matchRpps } from '#app/features/cards/rules.ts'
import { type Problem, problem } from '#app/kernel/problem.ts'
import { adoptRpps, findPerson, hasRightKey, isRppsTaken, type PersonRow } from '#core/features/people/index.ts'
import { begunCardMs, type BegunCard } from '#core/kernel/card-proofs.ts'
import { handle } from '#core/kernel/handle.ts'
import type { ReadDb, WriteDb } from '#core/kernel/tables.ts'
import type { CardAnswer } from '#core/kernel/vault.ts'
import { isProblem, type Work } from '#core/kernel/work.ts'
import { type ProfessionalCertificate, readProfessionalCertificate } from '#main/protocols/professional-certificate.ts'
import {
  deleteCards,
  findCard,
  findCardByKey,
  certificatesOf,
  findCards,
  findCardsOfHolder,
  insertCard,
  numberOf,
  viewOfCard,
} from './repository.ts'
import { removeOrphanSlots } from './slots.ts'
import { holderOf, judge, readCard, readTrust } from './trust.ts'

const begin = handle(enrolBegin, async ({ password, certificate }, work) => {
  const fit = await fitCard(password, certificate, work)
  if (isProblem(fit)) return fit
  return { ...started('enrol', fit.certificate, work), notices: fit.notices, adopts: fit.adopts }
})

const finish = handle(enrolFinish, async ({ slotId, signatures, adoptRpps: accepted }, work) => {
  const proven = await provenCard('enrol', slotId, signatures, work)
  if (isProblem(proven)) return proven
  const { begun, certificate, answer } = proven
  const { rpps, lastName, firstName } = holderOf(certificate)
  const written = await work.write(async (db) => {
    const person = await findPerson(db, work.actor.userId)
    if (person === undefined) return problem('not-found', {})
    const refused = await unfitNow(db, person, certificate, work)
    if (refused !== null) return refused
    if (isAdoptable(rpps) && person.rpps === null) {
      if (accepted !== rpps) return problem('card.adoption-needed', { rpps, lastName, firstName })
      await adoptRpps(db, person, rpps, { at: work.now(), by: work.actor.userId })
      work.announce('person', person.user_id, person.version + 1)
    }
    work.journal({ subjectId: slotId, details: { card: numberOf(certificate), adoptsRpps: person.rpps !== rpps } })
    await insertCard(db, { cardId: slotId, userId: person.user_id, certificate }, work.now())
    return null
  })
  if (isProblem(written)) return written
  await addSlot(begun, certificate, answer, work)
  work.sessions.cardProofs.settle()
  work.announce('card', work.actor.userId, 0)
  return { card: await viewNow(slotId, work) }
})

const beginRenewal = handle(renewBegin, async ({ password, certificate }, work) => {
  const fit = await fitCard(password, certificate, work)
  if (isProblem(fit)) return fit
  const replaces = await work.read((db) => formerCards(db, work.actor.userId, fit.certificate))
  if (replaces.length === 0) return problem('card.not-enrolled', {})
  return {
    ...started('renew', fit.certificate, work),
    notices: fit.notices,
    replaces: replaces.map((row) => row.card_number),
  }
})

const prove = handle(renewProve, async ({ slotId, signatures }, work) => {
  const proven = await provenCard('renew', slotId, signatures, work)
  if (isProblem(proven)) return proven
  const { begun, certificate, answer } = proven
  const written = await work.write(async (db) => {
    const person = await findPerson(db, work.actor.userId)
    if (person === undefined) return problem('not-found', {})
    const refused = await unfitNow(db, person, certificate, work)
    if (refused !== null) return refused
    work.journal({ subjectId: slotId, details: { card: numberOf(certificate) } })
    await insertCard(db, { cardId: slotId, userId: person.user_id, certificate }, work.now())
    return null
  })
  if (isProblem(written)) return written
  await addSlot(begun, certificate, answer, work)
  work.announce('card', work.actor.userId, 0)
  const { cabinetId, challenge } = begun.plan
  return { proof: { cabinetId, slotId, challenge } }
})

const finishRenewal = handle(renewFinish, async ({ slotId, signature }, work) => {
  if (!work.vault.isAtHost) return problem('network.host-only', {})
  const { userId } = work.actor
  const row = await work.read((db) => findCard(db, slotId))
  if (row?.user_id !== userId) return problem('card.not-enrolled', {})
  const reading = readProfessionalCertificate(new Uint8Array(row.certificate))
  if (!reading.ok) return problem('card.slot-damaged', {})
  const answer = { publicKey: reading.certificate.publicKey, signature: bytesOf(signature) }
  // From the disk, by the signature alone: the former card opens until the new one has.
  const opened = await work.vault.cards.verify(slotId, answer)
  if (opened === 'absent') return problem('card.not-enrolled', {})
  if (opened !== 'opens') {
    return opened === 'refused' ? problem('card.proof-refused', { retryAfterMs: 0 }) : problem('card.slot-damaged', {})
  }
  const dropped = await work.write(async (db) => {
    const former = await formerCards(db, userId, reading.certificate)
    const numbers = former.map((one) => one.card_number)
    work.journal({ subjectId: slotId, details: { card: row.card_number, replaces: numbers } })
    await deleteCards(
      db,
      former.map((one) => one.card_id),
    )
    return numbers
  })
  await removeOrphanSlots(work)
  for (const cardNumber of dropped) work.sessions.endOpenedWithCard(userId, cardNumber, 'elsewhere')
  work.sessions.cardProofs.settle()
  work.announce('card', userId, 0)
  return { card: await viewNow(slotId, work), dropped }
})

/** What answers who enrols or renews their own card. */
export const enrollingHandlers = [begin, finish, beginRenewal, prove, finishRenewal]

/** A card that may be enrolled by the caller, whose password was right. */
async function fitCard(password: string, text: string, work: Work) {
  if (!work.vault.isAtHost) return problem('network.host-only', {})
  const { userId } = work.actor
  const verified = await work.vault.verify(userId, password)
  if (!verified.ok) {
    const { retryAfterMs } = verified
    return verified.waiting ? problem('cabinet.wait', { retryAfterMs }) : problem('password.wrong', { retryAfterMs })
  }
  const card = readCard(text)
  if (!card.ok) return card.refusal
  const { certificate } = card
  const profile = work.vault.open()?.profile ?? 'production'
  const { trust, person } = await work.read(async (db) => ({
    trust: await readTrust(db, profile, [certificate]),
    person: await findPerson(db, userId),
  }))
  if (person === undefined) return problem('not-found', {})
  const { verdict, notices } = judge(certificate, trust, work.now())
  if (verdict !== null) return problem('card.not-trusted', { verdict })
  const refused = await work.read((db) => unfitNow(db, person, certificate, work))
  if (refused !== null) return refused
  const { rpps } = holderOf(certificate)
  return { certificate, notices, adopts: person.rpps === null && isAdoptable(rpps) ? rpps : null }
}

/** Whether a number may be written in an account: one without its key could not be saved again with the rest. */
function isAdoptable(rpps: string | null): rpps is string {
  return rpps !== null && hasRightKey(rpps)
}

/** Why a card may not be enrolled by a user, as both are now. */
async function unfitNow(
  db: ReadDb,
  person: PersonRow,
  certificate: ProfessionalCertificate,
  work: Work,
): Promise<Problem<'card.other-person' | 'person.rpps-taken' | 'card.already-enrolled' | 'card.too-many'> | null> {
  const { rpps, lastName, firstName, nationalId } = holderOf(certificate)
  if (matchRpps(person.rpps, rpps) === 'other') return problem('card.other-person', { lastName, firstName })
  if (await isRppsTaken(db, rpps, person.user_id)) return problem('person.rpps-taken', {})
  const ofHolder = await findCardsOfHolder(db, nationalId)
  if (ofHolder.some((row) => row.user_id !== person.user_id))
    return problem('card.other-person', { lastName, firstName })
  const slotIds = work.vault.cards.slotIds()
  const present = await findCardByKey(db, certificate.publicKeyHash)
  if (present !== undefined && slotIds.includes(present.card_id)) return problem('card.already-enrolled', {})
  const others = await findCards(db, person.user_id)
  if (others.length >= mostCardsOfUser) return problem('card.too-many', { most: mostCardsOfUser })
  return null
}

/** Other enrolled cards of the same holder and user: those that a card renews. */
async function formerCards(db: ReadDb | WriteDb, userId: string, certificate: ProfessionalCertificate) {
  const rows = await findCardsOfHolder(db, holderOf(certificate).nationalId)
  return rows.filter((row) => row.user_id === userId && row.public_key_hash !== certificate.publicKeyHash)
}

function started(purpose: BegunCard['purpose'], certificate: ProfessionalCertificate, work: Work) {
  const plan = work.vault.cards.plan()
  work.sessions.cardProofs.begin({ purpose, plan, certificate: certificate.der })
  const { cabinetId, slotId, challenge } = plan
  return {
    proof: { cabinetId, slotId, challenge },
    holder: holderOf(certificate),
    cardNumber: numberOf(certificate),
    until: new Date(Date.parse(work.now()) + begunCardMs).toISOString(),
  }
}

/** What was begun at this seat, signed twice alike by its card. */
async function provenCard(
  purpose: BegunCard['purpose'],
  slotId: string,
  [first, second]: readonly [string, string],
  work: Work,
): Promise<
  | { readonly begun: BegunCard; readonly certificate: ProfessionalCertificate; readonly answer: CardAnswer }
  | Problem<'network.host-only' | 'card.challenge-over' | 'card.proof-refused' | 'card.unstable'>
> {
  if (!work.vault.isAtHost) return problem('network.host-only', {})
  const begun = work.sessions.cardProofs.begun(slotId, purpose)
  if (begun === null) return problem('card.challenge-over', {})
  const reading = readProfessionalCertificate(begun.certificate)
  if (!reading.ok) throw new Error('a certificate that was read no longer reads')
  const { certificate } = reading
  const answers = [first, second].map((signature) => ({
    publicKey: certificate.publicKey,
    signature: bytesOf(signature),
  }))
  // Told apart from a wrong answer: nothing the person does again will make this card sign twice alike.
  if (first !== second) return problem('card.unstable', {})
  const [answer] = answers
  if (answer === undefined || !work.vault.cards.isProof(begun.plan, answer)) {
    return problem('card.proof-refused', { retryAfterMs: 0 })
  }
  return { begun, certificate, answer }
}

async function addSlot(
  begun: BegunCard,
  certificate: ProfessionalCertificate,
  answer: CardAnswer,
  work: Work,
): Promise<void> {
  const owner = {
    userId: work.actor.userId,
    cardNumber: numberOf(certificate),
    nationalId: holderOf(certificate).nationalId,
  }
  await work.vault.cards.add(begun.plan, owner, answer)
}

async function viewNow(cardId: string, work: Work): Promise<CardView> {
  const profile = work.vault.open()?.profile ?? 'production'
  const { row, trust } = await work.read(async (db) => {
    const found = await findCard(db, cardId)
    return { row: found, trust: await readTrust(db, profile, certificatesOf(found === undefined ? [] : [found])) }
  })
  if (row === undefined) throw new Error('a card just written is not there')
  const slotIds = new Set(work.vault.cards.slotIds())
  return viewOfCard(row, { displayName: work.actor.displayName, trust, slotIds, at: work.now() })
}

function bytesOf(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'base64url'))
}
