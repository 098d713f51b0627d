import type { VitaleBeneficiary } from '#app/devices/workstation.ts'
import { askInsi } from '#app/features/identity/contract.ts'
import { insiAnswer, type InsiAnswer, type InsiSearch } from '#app/features/identity/model.ts'
import { insForm } from '#app/features/identity/rules/comparison.ts'
import { attributeObstacle } from '#app/features/identity/rules/events.ts'
import type { CivilDate } from '#app/kernel/civil-date.ts'
import { toInsName } from '#app/kernel/ins-name.ts'
import { nirKey } from '#app/kernel/nir.ts'
import { type Problem, problem } from '#app/kernel/problem.ts'
import {
  type CallExchange,
  type CallMaterial,
  type CallPlan,
  type CallReading,
  type CallRequest,
  isCallRunning,
  startCall,
} from '#core/features/teleservices/index.ts'
import { type Handler, handle } from '#core/kernel/handle.ts'
import type { WriteDb } from '#core/kernel/tables.ts'
import { isProblem, type Work } from '#core/kernel/work.ts'
import { type InsIdentity, type InsMatricule, readInsiAnswer } from '#main/protocols/insi/answer.ts'
import { insiProblemOf } from '#main/protocols/insi/problems.ts'
import { InsiRequestFault, traitsRequest, vitaleRequest, type VitaleSearch } from '#main/protocols/insi/request.ts'
import { findIdentity } from './repository.ts'
import { applyToIdentity } from './write.ts'

/** What an answer means for a record: one identity waits for a person, none or several raise « INS KO », others nothing. */
type Found = 'one' | 'none' | 'several' | null

const ask = handle(askInsi, async ({ patientId, search }, work) => {
  const held = await work.read((db) => findIdentity(db, patientId))
  if (held === null) return problem('not-found', {})
  const obstacle = attributeObstacle(held.identity)
  if (obstacle !== null) return problem('identity.refused', { refusal: obstacle })
  if (isCallRunning(work, 'insi', patientId)) return problem('identity.call-running', {})
  const request = requestBy(search, held.identity.traits.birthDate, work)
  if (isProblem(request)) return request
  const plan: CallPlan<Found> = {
    service: 'insi',
    operation: search.by,
    patientId,
    needsProfessional: false,
    request,
    read: readAnswer,
    apply: (db, found, exchange) => raiseKo(db, patientId, found, exchange),
  }
  const started = await startCall(work, plan, problem('identity.call-running', {}))
  if (!isProblem(started)) work.journal({ details: { by: search.by } })
  return started
})

/** How the request is written, once it is known who calls; refused at once for a card that says too little. */
function requestBy(
  search: InsiSearch,
  heldDate: CivilDate,
  work: Work,
):
  | ((call: CallMaterial) => CallRequest | Problem)
  | Problem<'vitale.reading-over' | 'vitale.demonstration-card' | 'teleservice.request-refused'> {
  if (search.by === 'traits') {
    const { by: _by, ...traits } = search
    return (call) => written(() => traitsRequest(traits, call))
  }
  const reading = work.readings.find(search.readingId)
  const person = reading?.beneficiaries[search.index]
  if (reading === null || person === undefined) return problem('vitale.reading-over', {})
  if (reading.demonstration && work.vault.open()?.profile !== 'training') {
    return problem('vitale.demonstration-card', {})
  }
  const onCard = vitaleSearch(person, heldDate)
  return isProblem(onCard) ? onCard : (call) => written(() => vitaleRequest(onCard, call))
}

/** What a card says of somebody, as INSi takes it. Where it leaves the century out, the date held says which. */
function vitaleSearch(
  person: VitaleBeneficiary,
  heldDate: CivilDate,
): VitaleSearch | Problem<'teleservice.request-refused'> {
  const { ownNir, insuredNir, birthName } = person
  if (insuredNir === null) return problem('teleservice.request-refused', { reason: 'number' })
  const shortHeld = heldDate.slice(2).replaceAll('-', '')
  const birthDate = person.birthDate ?? (person.birthDateOnCard === shortHeld ? heldDate : null)
  if (birthDate === null) return problem('teleservice.request-refused', { reason: 'birth-date' })
  // A name INSi would refuse is left out: it has the number.
  const isWritable = birthName !== null && toInsName(birthName, 'birth-name').faults.length === 0
  return {
    individual: ownNir === null ? null : numberAndKey(ownNir),
    insured: numberAndKey(insuredNir),
    birthName: isWritable ? insForm(birthName, 'birth-name') : null,
    birthDate,
    birthRank: person.birthRank ?? 1,
  }
}

function numberAndKey(nir: string): VitaleSearch['insured'] {
  return { number: nir.slice(0, 13), key: nir.length === 15 ? nir.slice(13) : null }
}

function written(request: () => CallRequest): CallRequest | Problem {
  try {
    return request()
  } catch (error) {
    if (!(error instanceof InsiRequestFault)) throw error
    return problem('teleservice.request-refused', { reason: error.reason })
  }
}

/** The answer, kept unchanged with its trace until a person decides on it (RNIV 1 v2.0, EXI REC 07 and 08). */
function readAnswer(status: number, body: Uint8Array): CallReading<Found> {
  const answer = readInsiAnswer(status, body)
  if (answer.kind === 'found') {
    const kept = insiAnswer.safeParse(answerOf(answer.identity))
    if (kept.success) return { outcome: '00', problem: null, value: 'one', answer: kept.data }
    return { outcome: 'trait', problem: problem('insi.unreadable', { code: 'trait' }), value: null }
  }
  const named = insiProblemOf(answer)
  if (named === null) throw new Error('an answer without an identity has a problem')
  const value = answer.kind === 'none' || answer.kind === 'several' ? answer.kind : null
  return { outcome: named.code, problem: problem(named.problem, { code: named.code }), value }
}

function answerOf({ number, history, traits }: InsIdentity): InsiAnswer {
  return {
    number: numberOf(number),
    history: history.map((former) => ({ number: numberOf(former), from: former.from, to: former.to })),
    traits: { ...traits },
  }
}

/** A key that the answer leaves out is the one computed; one that it gives stays, right or not. */
function numberOf({ matricule, key, oid }: InsMatricule) {
  return { matricule, key: key ?? nirKey(matricule), oid }
}

/** « INS KO » at once where INSi knows nobody, or several people: nobody has to decide that. */
async function raiseKo(
  db: WriteDb,
  patientId: string,
  found: Found,
  { exchangeId, answeredAt: at, userId, by }: CallExchange,
): Promise<Readonly<Record<string, unknown>>> {
  if (found !== 'none' && found !== 'several') return {}
  const event = { kind: 'nothing-found', found, exchangeId, act: { at, userId, by } } as const
  const changed = await applyToIdentity(db, patientId, null, event, { userId, displayName: by, at })
  // Marked doubtful while INSi was asked: its answer no longer matters.
  if (isProblem(changed)) return { identity: 'unchanged' }
  const { before, after, steps } = changed
  return { identity: before === after ? after : `${before} > ${after}`, steps }
}

/** Who answers when INSi is asked for an INS. */
export const askingHandlers: readonly Handler[] = [ask]
