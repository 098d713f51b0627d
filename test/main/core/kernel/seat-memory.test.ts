import { expect, onTestFinished, test, vi } from 'vitest'
import { SeatMemories, type Shelf } from '#core/kernel/seat-memory.ts'
import type { Seat } from '#core/kernel/session-table.ts'
import { testTimers } from '#test/world/timers.ts'

const shelf: Shelf<string> = { lastsMs: 60_000 }
const other: Shelf<string> = { lastsMs: 60_000 }

function seatOf(id: string, sessionId: string) {
  const session: { sessionId: string; lockedAt: string | null } = { sessionId, lockedAt: null }
  return { seat: { id, session } as unknown as Seat, session }
}

test('a thing is kept by its name for its time, on the shelf it was put on', () => {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const memory = new SeatMemories({ timers: testTimers() }).for(seatOf('a', '1').seat)
  expect(memory.keep(shelf, 'p', 'first')).toBe(true)
  memory.keep(shelf, 'p', 'second')
  memory.keep(shelf, 'q', 'third')
  expect([memory.find(shelf, 'p'), memory.find(shelf, 'q'), memory.find(other, 'p')]).toEqual(['second', 'third', null])
  memory.forget(shelf, 'q')
  expect(memory.find(shelf, 'q')).toBeNull()
  vi.advanceTimersByTime(59_999)
  expect(memory.find(shelf, 'p')).toBe('second')
  vi.advanceTimersByTime(1)
  expect(memory.find(shelf, 'p')).toBeNull()
})

test('another seat, a session that is locked and the one after it have nothing of it', () => {
  const memories = new SeatMemories({ timers: testTimers() })
  const { seat, session } = seatOf('a', '1')
  const memory = memories.for(seat)
  memory.keep(shelf, 'p', 'kept')
  expect(memories.for(seatOf('b', '1').seat).find(shelf, 'p')).toBeNull()
  session.lockedAt = '2026-11-22T09:00:00.000Z'
  expect(memory.find(shelf, 'p')).toBeNull()
  expect(memory.keep(shelf, 'q', 'too late')).toBe(false)
  session.lockedAt = null
  session.sessionId = '2'
  expect([memory.find(shelf, 'p'), memories.for(seat).find(shelf, 'p')]).toEqual([null, null])
  // What comes for a session that is over is kept for nobody.
  expect(memory.keep(shelf, 'p', 'too late')).toBe(false)
  memories.leave(seat)
  session.sessionId = '1'
  expect(memories.for(seat).find(shelf, 'p')).toBeNull()
})
