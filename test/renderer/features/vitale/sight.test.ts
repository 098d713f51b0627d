import { expect, test } from 'vitest'
import type { SeenReader } from '#app/devices/workstation.ts'
import { vitaleText } from '#app/text/fr/vitale.ts'
import type { WorkstationView } from '#renderer/client/index.ts'
import { sayWaiting, vitaleInSight } from '#renderer/features/vitale/sight.ts'

const { waiting } = vitaleText

function view(readers: readonly SeenReader[], more: Partial<WorkstationView> = {}): WorkstationView {
  const state = { service: 'ready' as const, readers: [...readers], training: false }
  return { status: 'ready', state, workstation: null, generation: 2, ...more }
}

function reader(status: SeenReader['status'], kind: 'cps' | 'vitale' | 'unknown' | null = null): SeenReader {
  const card = kind === null ? null : { kind, model: '', atr: '3B00', insertion: 7, training: false }
  return { name: 'Lecteur 0', status, card, training: false }
}

const empty = reader('empty')

test('a Vitale card is another one at each insertion and on each line, and only while the line is there', () => {
  const seat = view([empty, reader('card', 'vitale')])
  expect(vitaleInSight(seat)).toEqual({ reader: 'Lecteur 0', key: '2/Lecteur 0/7' })
  expect(vitaleInSight({ ...seat, generation: 3 })?.key).toBe('3/Lecteur 0/7')
  expect(vitaleInSight({ ...seat, status: 'lost' })).toBeNull()
  expect(vitaleInSight(view([reader('card', 'cps')]))).toBeNull()
  expect(vitaleInSight(view([reader('in-use', 'vitale')]))).toBeNull()
})

test.each([
  ['a browser of another computer', view([], { status: 'absent', state: null }), waiting.noLine, false],
  ['a line that broke', view([empty], { status: 'lost' }), waiting.lost, false],
  ['a line not there yet', view([], { status: 'connecting', state: null }), waiting.connecting, false],
  ['no reader', view([]), waiting.noReader, false],
  [
    'no service',
    view([], { state: { service: 'service-lost', readers: [], training: false } }),
    waiting.noService,
    false,
  ],
  ['an empty reader', view([empty]), waiting.insert, true],
  ['a CPS beside an empty reader', view([reader('card', 'cps'), empty]), waiting.insert, true],
  ['a CPS in the only reader', view([reader('card', 'cps')]), waiting.other, true],
  ['a card upside down', view([reader('mute')]), waiting.mute, true],
  ['a card that another program keeps', view([reader('in-use', 'vitale')]), waiting.inUse, true],
])('%s is said, with whether the reading goes on by itself', (_what, seat, text, goesOn) => {
  expect(sayWaiting(seat, { training: false })).toEqual({ text, goesOn })
})

test('in training a computer without reader has one that takes its place', () => {
  const none = view([], { state: { service: 'service-absent', readers: [], training: false } })
  expect(sayWaiting(none, { training: true })).toEqual({ text: waiting.training, goesOn: false })
  expect(sayWaiting(view([empty]), { training: true }).text).toBe(waiting.insert)
})
