import { expect, test } from 'vitest'
import type { CardKind, ProfessionalCard, SeenReader, WorkstationState } from '#app/devices/workstation.ts'
import { cardSight, insertionOf, readerSight } from '#renderer/features/cards/sight.ts'

const empty = (name: string): SeenReader => ({ name, status: 'empty', card: null, training: false })
const holding = (kind: CardKind, insertion: number): SeenReader => ({
  name: `reader ${insertion}`,
  status: 'card',
  card: { kind, model: '', atr: '', insertion, training: false },
  training: false,
})
const silent = (status: 'mute' | 'in-use' | 'unusable'): SeenReader => ({ ...empty(status), status })
const seat = (readers: readonly SeenReader[], service: WorkstationState['service'] = 'ready'): WorkstationState => ({
  service,
  readers: [...readers],
  training: false,
})

test.each([
  ['absent', 'absent', seat([holding('cps', 1)])],
  ['offline', 'offline', null],
  ['starting', 'open', null],
  ['starting', 'open', seat([], 'starting')],
  ['library-absent', 'open', seat([], 'library-absent')],
  ['service-absent', 'open', seat([], 'service-absent')],
  ['service-lost', 'open', seat([], 'service-lost')],
  ['no-reader', 'open', seat([])],
  ['empty', 'open', seat([empty('one')])],
  ['empty', 'open', seat([holding('vitale', 1), empty('two')])],
  ['vitale', 'open', seat([holding('vitale', 1)])],
  ['mute', 'open', seat([empty('one'), silent('mute')])],
  ['in-use', 'open', seat([silent('mute'), silent('in-use')])],
  ['unusable', 'open', seat([silent('unusable')])],
  ['card', 'open', seat([holding('vitale', 1), holding('cps', 2)])],
  ['card', 'open', seat([holding('unknown', 3)])],
  // The training reader needs no service of this computer.
  ['card', 'open', seat([holding('cps', 4)], 'service-absent')],
  ['empty', 'open', seat([{ ...empty('training'), training: true }], 'library-absent')],
] as const)('%s', (sight, line, state) => {
  expect(readerSight(line, state)).toBe(sight)
})

test('the professional card is the one read, wherever it is; a Vitale card never is', () => {
  expect(insertionOf(seat([holding('vitale', 1), holding('unknown', 2), holding('cps', 3)]))).toBe(3)
  expect(insertionOf(seat([holding('vitale', 1), holding('unknown', 2)]))).toBe(2)
  expect(insertionOf(seat([holding('vitale', 1)]))).toBeNull()
  expect(insertionOf(null)).toBeNull()
})

const card = (pin: ProfessionalCard['pin']) => ({ pin }) as ProfessionalCard

test.each([
  ['reading', 5, null],
  // What was read of the card before this one says nothing of it.
  ['reading', 5, { insertion: 4, card: card('ok'), problem: null }],
  ['ready', 5, { insertion: 5, card: card('ok'), problem: null }],
  ['ready', 5, { insertion: 5, card: card('last-try'), problem: null }],
  ['blocked', 5, { insertion: 5, card: card('blocked'), problem: null }],
  ['unknown', 5, { insertion: 5, card: null, problem: 'card.absent' }],
  ['module.absent', 5, { insertion: 5, card: null, problem: 'module.absent' }],
] as const)('a card there: %s', (sight, insertion, read) => {
  expect(cardSight('card', insertion, read)).toBe(sight)
})

test('no card: what was read of the last one is not said', () => {
  expect(cardSight('empty', null, { insertion: 5, card: card('ok'), problem: null })).toBe('empty')
})
