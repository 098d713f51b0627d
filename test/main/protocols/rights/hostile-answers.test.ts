import fc from 'fast-check'
import { expect, test } from 'vitest'
import { insiProblemOf } from '#main/protocols/insi/problems.ts'
import { readInsiAnswer } from '#main/protocols/insi/answer.ts'
import { readCollection, readDeposit, readVerification } from '#main/protocols/insi/verification.ts'
import { readAdriAnswer } from '#main/protocols/rights/adri-answer.ts'
import { adriProblemOf } from '#main/protocols/rights/adri-problems.ts'
import { readHistoryAnswer } from '#main/protocols/rights/hri-answer.ts'
import { hriProblemOf } from '#main/protocols/rights/hri-problems.ts'
import { faultAnswer, resultAnswer, rightsAnswer } from '#test/simulators/insi/answers.ts'
import { trainingPeople } from '#test/simulators/insi/families.ts'
import { publicPersonas } from '#test/simulators/insi/personas.ts'
import { historyAnswer } from '#test/simulators/insi/reimbursements.ts'

const on = '2026-11-22'
const [person = publicPersonas[0]] = trainingPeople
if (person === undefined) throw new Error('somebody is known')

/** What each service may answer, right; and faults, which any may. */
const right = [
  resultAnswer('00', person),
  resultAnswer('02', null),
  rightsAnswer(person, on),
  historyAnswer(person, on, { from: '2025-11-22', to: on }),
  faultAnswer({ side: 'Receiver', subcode: 'siram_40', code: 'desir_1020', text: 'Arrêt <x>' }, 'uuid:1'),
]

/** Every reader of answers, with what it says of a problem: codes alone, that may be shown and traced. */
const readers: readonly (readonly [string, (status: number, body: Uint8Array) => string | null])[] = [
  ['INSi', (status, body) => insiProblemOf(readInsiAnswer(status, body))?.code ?? null],
  ['ADRi', (status, body) => adriProblemOf(readAdriAnswer(status, body))?.code ?? null],
  ['HRi', (status, body) => hriProblemOf(readHistoryAnswer(status, body))?.code ?? null],
  ['the verification of INSi', (status, body) => readVerification(status, body).kind],
  ['a deposit', (status, body) => readDeposit(status, body, 'lot').kind],
  ['a collection', (status, body) => readCollection(status, body, 'lot', new Set(['1'])).kind],
]

const status = fc.constantFrom(200, 200, 500, 403, 503, 0)
const piece = fc.constantFrom(
  '',
  '<',
  '>',
  '&',
  '"',
  '<!DOCTYPE a>',
  '<?a?>',
  '&#0;',
  '\u0000',
  '\ud800',
  ' xmlns="urn:x"',
  ']]>',
  '<!--',
  '<a>'.repeat(50),
  'é'.repeat(300),
)

test.each(readers)('%s: whatever comes, its reader says what it is, in codes, and never throws', (_, read) => {
  fc.assert(
    fc.property(fc.constantFrom(...right), fc.nat(), fc.nat(60), piece, status, (whole, from, length, put, code) => {
      const at = from % (whole.length + 1)
      const said = read(code, new TextEncoder().encode(whole.slice(0, at) + put + whole.slice(at + length)))
      // Nothing that somebody else wrote: no sentence, no mark, nothing of anybody.
      if (said !== null) expect(said).toMatch(/^[\w ./:-]{1,130}$/)
    }),
    { numRuns: 150 },
  )
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), status, (bytes, code) => void read(code, bytes)),
    {
      numRuns: 60,
    },
  )
})

test.each([
  ['INSi', readers[0]],
  ['ADRi', readers[1]],
  ['HRi', readers[2]],
])('the answer of another service is not one of %s', (own, reader) => {
  const others = { INSi: [2, 3], ADRi: [0, 3], HRi: [0, 2] }[own] ?? []
  for (const at of others) {
    expect(reader?.[1](200, new TextEncoder().encode(right[at] ?? ''))).not.toBeNull()
  }
})
