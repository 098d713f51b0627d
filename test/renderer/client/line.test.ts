import { ORPCError } from '@orpc/client'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createPatient, searchPatients } from '#app/features/patients/contract.ts'
import { saveDraft } from '#app/features/drafts/contract.ts'
import { watchChanges } from '#app/features/sessions/contract.ts'
import type { OperationLink } from '#app/kernel/reply.ts'
import { Line } from '#renderer/client/line.ts'

const command = { fields: {}, tagIds: [] } as unknown as Parameters<typeof ask>[1]
const draft = { place: { form: 'new-patient', subjectId: null }, fields: {}, basedOnVersion: null } as const

/** One line: what was sent over it, and how to answer or break it. */
function testLink() {
  const sent: { name: string; key: string | undefined }[] = []
  const sentBefore: boolean[] = []
  const waiting: { answer(value: unknown): void; fail(error: Error): void }[] = []
  const link: OperationLink = {
    call: (path, _input, options) => {
      sent.push({ name: path.join('.'), key: options.context.key })
      sentBefore.push(options.context.again === true)
      return new Promise((resolve, reject) => waiting.push({ answer: resolve, fail: reject }))
    },
  }
  return {
    link,
    sent,
    sentBefore,
    answer: (value: unknown) => waiting.shift()?.answer(value),
    refuse: (code: string) => waiting.shift()?.fail(new ORPCError(code, { defined: true, data: {} })),
    /** The line breaks under everything that waits. */
    breakUnder: (line: Line) => {
      line.cut()
      for (const each of waiting.splice(0)) each.fail(new Error('the line was cut'))
    },
  }
}

const ask = (line: Line, input: never) => line.client.call(createPatient, input)

let line: Line
beforeEach(() => {
  vi.useFakeTimers()
  line = new Line()
})
afterEach(() => {
  vi.useRealTimers()
})

test('a command under way when the line breaks is sent again on the next one, under the same key', async () => {
  const first = testLink()
  line.open(first.link, false)
  line.actFor('anna')
  const reply = ask(line, command as never)
  await vi.advanceTimersByTimeAsync(0)
  first.breakUnder(line)
  await vi.advanceTimersByTimeAsync(30_000)
  const second = testLink()
  line.open(second.link, true)
  await vi.advanceTimersByTimeAsync(0)
  expect(second.sent).toEqual(first.sent)
  // Only the second time is it said that it may have been done.
  expect([first.sentBefore, second.sentBefore]).toEqual([[false], [true]])
  expect(second.sent[0]?.key).toMatch(/^[\w-]{22,64}$/)
  second.answer({ done: true })
  expect(await reply).toEqual({ ok: true, value: { done: true } })
})

test('two commands never share a key, and a question has none', async () => {
  const { link, sent } = testLink()
  line.open(link, false)
  void ask(line, command as never)
  void ask(line, command as never)
  void line.client.call(searchPatients, { text: 'dur' })
  await vi.advanceTimersByTimeAsync(0)
  expect(new Set(sent.map(({ key }) => key)).size).toBe(3)
  expect(sent[2]).toEqual({ name: 'patients.search', key: undefined })
})

test('a question under way is asked again; a stream is left to who follows it; what is asked while it is down is refused', async () => {
  const first = testLink()
  line.open(first.link, false)
  const question = line.client.call(searchPatients, { text: 'dur' })
  const stream = line.client.call(watchChanges, {})
  await vi.advanceTimersByTimeAsync(0)
  first.breakUnder(line)
  expect(await stream).toMatchObject({ problem: 'connection.lost' })
  expect(await line.client.call(searchPatients, { text: 'ler' })).toMatchObject({ problem: 'connection.lost' })
  const second = testLink()
  line.open(second.link, true)
  await vi.advanceTimersByTimeAsync(0)
  expect(second.sent.map(({ name }) => name)).toEqual(['patients.search'])
  second.answer({ rows: [] })
  expect(await question).toEqual({ ok: true, value: { rows: [] } })
})

test('a session that did not come back: what somebody asked waits for them, and goes out for nobody else', async () => {
  const first = testLink()
  line.open(first.link, false)
  line.actFor('anna')
  const reply = ask(line, command as never)
  await vi.advanceTimersByTimeAsync(0)
  first.breakUnder(line)
  const second = testLink()
  line.open(second.link, false)
  line.actFor('bruno')
  await vi.advanceTimersByTimeAsync(1000)
  expect(second.sent).toEqual([])
  expect(line.underWay()).toBe(1)
  line.actFor('anna')
  await vi.advanceTimersByTimeAsync(0)
  expect(second.sent).toEqual(first.sent)
  second.refuse('command.already-done')
  expect(await reply).toMatchObject({ ok: false, problem: 'command.already-done' })
  await line.settled()
  expect(line.underWay()).toBe(0)
})

test('a session locked meanwhile: the command waits for its person to unlock', async () => {
  const first = testLink()
  line.open(first.link, false)
  line.actFor('anna')
  const reply = ask(line, command as never)
  await vi.advanceTimersByTimeAsync(0)
  first.breakUnder(line)
  const second = testLink()
  line.open(second.link, true)
  await vi.advanceTimersByTimeAsync(0)
  second.refuse('locked')
  await vi.advanceTimersByTimeAsync(1000)
  expect(second.sent).toHaveLength(1)
  line.actFor('anna')
  await vi.advanceTimersByTimeAsync(0)
  second.answer({ done: true })
  expect(await reply).toEqual({ ok: true, value: { done: true } })
})

test('after a little more than two minutes nobody waits any longer', async () => {
  const first = testLink()
  line.open(first.link, false)
  const reply = ask(line, command as never)
  await vi.advanceTimersByTimeAsync(0)
  first.breakUnder(line)
  await vi.advanceTimersByTimeAsync(129_000)
  expect(line.underWay()).toBe(1)
  await vi.advanceTimersByTimeAsync(2_000)
  expect(await reply).toMatchObject({ problem: 'connection.lost' })
})

test('who gives up waits no longer, line or not', async () => {
  const first = testLink()
  line.open(first.link, false)
  const given = new AbortController()
  const reply = line.client.call(searchPatients, { text: 'dur' }, { signal: given.signal })
  await vi.advanceTimersByTimeAsync(0)
  first.breakUnder(line)
  await vi.advanceTimersByTimeAsync(1000)
  given.abort(new Error('another question'))
  await expect(reply).rejects.toThrow('another question')
})

test('a draft on its way keeps no page from being replaced', async () => {
  const { link } = testLink()
  line.open(link, false)
  void line.client.call(saveDraft, draft)
  await vi.advanceTimersByTimeAsync(0)
  expect(line.underWay()).toBe(0)
})
