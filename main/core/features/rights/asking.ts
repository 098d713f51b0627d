import type { CallReason } from '#app/features/rights/model.ts'
import type { AskedRights } from '#app/features/rights/rules.ts'
import { problem } from '#app/kernel/problem.ts'
import { type CallPlan, startCall } from '#core/features/teleservices/index.ts'
import type { Work } from '#core/kernel/work.ts'
import { type AdriAnswer, readAdriAnswer } from '#main/protocols/rights/adri-answer.ts'
import { adriProblemOf } from '#main/protocols/rights/adri-problems.ts'
import { RightsQuestionFault, rightsRequest } from '#main/protocols/rights/adri-request.ts'
import { insertAnswer } from './repository.ts'

/** Whose rights are asked for, and why. */
export interface RightsCallWanted {
  readonly patientId: string
  readonly reason: CallReason
  readonly question: AskedRights
}

/**
 * Calls ADRi, as a job. What comes back is kept with the trace of the call, in one transaction; the record is not touched:
 * a person goes through the answer first.
 */
export function callAdri(work: Work, { patientId, reason, question }: RightsCallWanted) {
  const { userId, displayName } = work.actor
  const plan: CallPlan<AdriAnswer> = {
    service: 'adri',
    operation: 'rights',
    patientId,
    needsProfessional: true,
    request: (call) => {
      const { proof } = call
      // Whoever calls was chosen for that; the type alone does not know.
      if (proof.mode === 'certificate') return problem('teleservice.professional-needed', {})
      try {
        return rightsRequest(question, { ...call, proof })
      } catch (error) {
        if (!(error instanceof RightsQuestionFault)) throw error
        return problem('teleservice.request-refused', { reason: error.reason })
      }
    },
    read: (status, body) => {
      const answer = readAdriAnswer(status, body)
      const refused = adriProblemOf(answer)
      return {
        outcome: refused?.code ?? 'rights',
        problem: refused === null ? null : problem(refused.problem, { code: refused.code }),
        value: answer,
      }
    },
    apply: async (db, answer, exchange) => {
      if (answer.kind !== 'rights') return
      await insertAnswer(db, {
        rightsId: exchange.exchangeId,
        patientId,
        receivedAt: exchange.answeredAt,
        askedBy: { userId, displayName },
        reason,
        askedOn: question.on,
        rights: answer.rights,
      })
      return { asSupposed: answer.asSupposed }
    },
  }
  return startCall(work, plan, problem('rights.call-running', {}))
}
