import { expect, test } from 'vitest'
import type { InsiAnswer } from '#app/features/identity/model.ts'
import { foresee, statusAfterEdit } from '#renderer/features/identity/foresight.ts'
import { acceptedOf, linesOf, undecidedOf } from '#renderer/features/identity/lines.ts'
import { answer, answered, provisional, qualified, retrieved } from './people.ts'

const act = provisional.identity.capture.act
const { traits } = provisional.identity
const saying = (over: Partial<InsiAnswer['traits']>): InsiAnswer => ({
  ...answer,
  traits: { ...answer.traits, ...over },
})
const linesFor = (said: InsiAnswer, choices = {}) => linesOf(traits, said, choices, (code) => code)

test('another writing and a completion are proposed; what cannot both be right waits; silence asks nothing', () => {
  const lines = linesFor(saying({ birthName: 'ARNAULT', birthPlaceCode: null }))
  expect(lines.map(({ trait, side, choosable }) => [trait, side, choosable])).toEqual([
    ['birthName', null, true],
    ['birthFirstNames', 'answered', true],
    ['sex', 'held', false],
    ['birthDate', 'held', false],
    ['birthPlaceCode', 'held', false],
  ])
  expect(undecidedOf(lines)).toBe(1)
  expect(acceptedOf(lines)).toEqual(['birthFirstNames'])
  expect(lines.at(-1)?.answered).toBe('Non donné')
})

test('fewer first names in the answer are a choice, not a proposal', () => {
  const held = { ...traits, birthFirstNames: ['Thérèse', 'Marie', 'Louise', 'Anne'] }
  const lines = linesOf(held, answer, {}, (code) => code)
  expect(lines.find(({ trait }) => trait === 'birthFirstNames')).toMatchObject({ difference: 'less', side: null })
})

test('what an act comes to is told by the rule that will apply it', () => {
  const document = { documentKind: 'CN', companionKind: null } as const
  const view = answered()
  const { pending } = view
  if (pending === null) throw new Error('nothing waits')
  const accepted = ['birthFirstNames'] as const
  expect(foresee(view, act, { answer: { pending, accepted }, document })).toMatchObject({
    ok: true,
    after: 'qualified',
  })
  expect(foresee(view, act, { answer: { pending, accepted }, document: null })).toMatchObject({ after: 'retrieved' })
  expect(foresee(view, act, { answer: { pending, accepted: [] }, document: null })).toMatchObject({
    after: 'provisional',
    identity: { ko: { reason: 'traits-declined' } },
  })
  expect(foresee(provisional, act, { answer: null, document })).toMatchObject({ after: 'validated' })
  const minors = { documentKind: 'LEP', companionKind: 'CN' } as const
  expect(foresee(retrieved, act, { answer: null, document: minors })).toEqual({
    ok: false,
    refusal: 'identity.document-minors-only',
  })
})

test('an accent costs nothing to a qualified identity; another birth date costs both proofs', () => {
  const held = qualified.identity.traits
  expect(statusAfterEdit(qualified, { ...held, firstBirthFirstName: 'Therese' }, act)).toBe('qualified')
  expect(statusAfterEdit(qualified, { ...held, birthDate: '1963-06-13' }, act)).toBe('provisional')
  expect(statusAfterEdit(retrieved, { ...held, birthName: 'ARNAULT' }, act)).toBe('provisional')
})
