import { askReimbursements, forgetReimbursements, readReimbursements } from '#app/features/reimbursements/contract.ts'
import { type CareHistory, monthsAsked } from '#app/features/reimbursements/model.ts'
import { type CardHolder, holderOf, monthsBefore } from '#app/features/reimbursements/rules.ts'
import { isProblem, problem } from '#app/kernel/problem.ts'
import { findRow, toFields } from '#core/features/patients/index.ts'
import { findPerson } from '#core/features/people/index.ts'
import { type CallPlan, findClaims, isCallRunning, startCall } from '#core/features/teleservices/index.ts'
import { reasonOf } from '#core/features/vitale/index.ts'
import { handle } from '#core/kernel/handle.ts'
import type { SeatMemory, Shelf } from '#core/kernel/seat-memory.ts'
import { type HistoryAnswer, readHistoryAnswer } from '#main/protocols/rights/hri-answer.ts'
import { hriProblemOf } from '#main/protocols/rights/hri-problems.ts'
import { type HistoryQuestion, HistoryQuestionFault, historyRequest } from '#main/protocols/rights/hri-request.ts'

/** Of patients, by their identifier. Never written: the source is asked again. */
const histories: Shelf<CareHistory> = { lastsMs: 15 * 60_000 }

const ask = handle(askReimbursements, async ({ patientId, readingId, index }, work) => {
  const reading = work.readings.find(readingId)
  const person = reading?.beneficiaries[index]
  const profile = work.vault.open()?.profile
  if (reading === null || person === undefined || profile === undefined) return problem('vitale.reading-over', {})
  if (reading.demonstration && profile !== 'training') return problem('vitale.demonstration-card', {})
  if (isCallRunning(work, 'hri', patientId)) return problem('reimbursements.call-running', {})
  const today = work.today()
  const { userId } = work.actor
  const known = await work.read(async (db) => ({
    row: await findRow(db, patientId),
    caller: await findPerson(db, userId),
    billingId: (await findClaims(db, userId, profile)).claims.billingNumber,
  }))
  if (known.row === null || known.caller === undefined) return problem('not-found', {})
  const found = holderOf(person, toFields(known.row), reasonOf(person, known.row, today))
  if (!found.ok) {
    return found.because === 'other-person'
      ? problem('reimbursements.other-person', {})
      : problem('reimbursements.card-incomplete', { missing: [...found.missing] })
  }
  const question = questionOf(found.holder, {
    today,
    isDemonstration: reading.demonstration,
    professional: {
      lastName: known.caller.last_name,
      firstName: known.caller.first_name,
      billingId: known.billingId,
    },
  })
  const plan = planOf(patientId, question, work.memory)
  const started = await startCall(work, plan, problem('reimbursements.call-running', {}))
  // Nothing of the card: neither number nor name.
  if (!isProblem(started)) work.journal({ details: { source: reading.source, months: monthsAsked } })
  return started
})

const read = handle(readReimbursements, async ({ patientId }, work) => {
  const history = work.memory.find(histories, patientId)
  work.journal({ details: { shown: history !== null } })
  return { history }
})

const forget = handle(forgetReimbursements, async ({ patientId }, work) => {
  work.memory.forget(histories, patientId)
  return { forgotten: true as const }
})

/** What answers about reimbursements. */
export const reimbursementsHandlers = [ask, read, forget]

function questionOf(
  holder: CardHolder,
  asked: {
    readonly today: string
    readonly isDemonstration: boolean
    readonly professional: HistoryQuestion['professional']
  },
): HistoryQuestion {
  const { today, isDemonstration, professional } = asked
  const own = holder.own === null ? null : { ...holder.own, certifiedOn: null }
  return {
    on: today,
    from: monthsBefore(today, monthsAsked),
    to: today,
    holder: { ...holder, own, demonstration: isDemonstration },
    professional,
  }
}

/** `memory`: of the session that asks; where it is over when the answer comes, nothing of the answer stays. */
function planOf(patientId: string, question: HistoryQuestion, memory: SeatMemory): CallPlan<HistoryAnswer> {
  return {
    service: 'hri',
    operation: 'reimbursements',
    patientId,
    needsProfessional: true,
    request: (call) => {
      const { proof } = call
      // Whoever calls was chosen for that; the type alone does not know.
      if (proof.mode === 'certificate') return problem('teleservice.professional-needed', {})
      try {
        return historyRequest(question, { ...call, proof })
      } catch (error) {
        if (!(error instanceof HistoryQuestionFault)) throw error
        return problem('teleservice.request-refused', { reason: error.reason })
      }
    },
    read: (status, body) => {
      const answer = readHistoryAnswer(status, body)
      const refused = hriProblemOf(answer)
      return {
        outcome: refused?.code ?? 'history',
        problem: refused === null ? null : problem(refused.problem, { code: refused.code }),
        value: answer,
      }
    },
    apply: async (_db, answer, { answeredAt }) => {
      if (answer.kind !== 'history') return
      const { asSupposed, history } = answer
      const keptUntil = new Date(Date.parse(answeredAt) + histories.lastsMs).toISOString()
      const { from, to } = question
      const lines = history.lines.map((line) => ({ ...line }))
      memory.keep(histories, patientId, { answeredAt, keptUntil, from, to, lines, unread: history.unread, asSupposed })
      return { asSupposed }
    },
  }
}
