import { expect, test } from 'vitest'
import type { ChangeEvent } from '#app/features/sessions/model.ts'
import { ChangeHub } from '#core/kernel/changes.ts'
import type { Actor } from '#core/kernel/work.ts'

const actorOf = (userId: string, more: Partial<Actor> = {}): Actor => ({
  userId,
  displayName: userId,
  role: 'practitioner',
  roleName: '',
  permissions: ['patient.read'],
  seesAll: false,
  groupIds: [],
  emergencies: [],
  ...more,
})

test('fifty listeners cost one question for an event about a patient, and are asked about as they are now', async () => {
  const questions: string[] = []
  const present = new Map(Array.from({ length: 50 }, (_, place) => [`user ${place}`, actorOf(`user ${place}`)]))
  const hub = new ChangeHub({
    actor: async (userId) => present.get(userId) ?? null,
    whoSees: async (patientId) => {
      questions.push(patientId)
      return (actor) => actor.seesAll
    },
  })
  const heard = new Map<string, ChangeEvent[]>()
  for (const [userId, actor] of present) {
    const stream = hub.watch({ connectionId: userId, actor }, new AbortController().signal)
    heard.set(userId, [])
    void (async () => {
      for await (const event of stream) heard.get(userId)?.push(event)
    })()
  }
  // Since they began to listen, one sees all, and one may no longer act.
  present.set('user 7', actorOf('user 7', { seesAll: true }))
  present.delete('user 8')
  await hub.publish({ kind: 'patient', id: 'ana', version: 2 }, { patient: 'ana' })
  await hub.publish({ kind: 'emergency', id: 'ana', version: 2 }, { patient: 'ana', user: 'user 9' })
  await hub.publish({ kind: 'settings', id: 'cabinet', version: 2 }, 'everyone')
  await new Promise((resolve) => setTimeout(resolve, 10))
  expect(questions).toEqual(['ana', 'ana'])
  const kinds = (userId: string) => heard.get(userId)?.map((event) => event.kind)
  expect(kinds('user 7')).toEqual(['patient', 'emergency', 'settings'])
  expect(kinds('user 9')).toEqual(['emergency', 'settings'])
  expect(kinds('user 8')).toEqual([])
  expect(kinds('user 3')).toEqual(['settings'])
})

test('« many records changed » is for who reads records', async () => {
  const reader = actorOf('reader')
  const other = actorOf('other', { permissions: ['people.read'] })
  const hub = new ChangeHub({
    actor: async (userId) => (userId === 'reader' ? reader : other),
    whoSees: async () => () => false,
  })
  const gone = new AbortController()
  const streams = [reader, other].map((actor) => hub.watch({ connectionId: actor.userId, actor }, gone.signal))
  await hub.publish({ kind: 'patient', id: '*', version: 0 }, { patient: '*' })
  gone.abort()
  const [first, second] = await Promise.all(streams.map((stream) => stream.next()))
  expect([first?.value?.id, second?.done]).toEqual(['*', true])
})

test('a connection that listens again and again keeps its last streams only; the others keep theirs', async () => {
  const hub = new ChangeHub({ actor: async (userId) => actorOf(userId), whoSees: async () => () => true })
  const never = new AbortController().signal
  const colleague = hub.watch({ connectionId: 'other', actor: actorOf('other') }, never)
  const streams = Array.from({ length: 5_000 }, () => hub.watch({ connectionId: 'one', actor: actorOf('one') }, never))
  await hub.publish({ kind: 'settings', id: 'cabinet', version: 2 }, 'everyone')
  const heard = await Promise.all(streams.map((stream) => Promise.race([stream.next(), 'nothing'])))
  const told = heard.filter((result) => typeof result === 'object' && result.done !== true)
  expect(told).toHaveLength(16)
  expect(heard.slice(0, 100).every((result) => typeof result === 'object' && result.done === true)).toBe(true)
  expect(await colleague.next()).toMatchObject({ done: false })
})
