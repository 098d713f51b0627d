import { expect, test } from 'vitest'
import { Attempts, longestWaitElsewhereMs, longestWaitMs } from '#core/vault/attempts.ts'
import { testClock } from '#test/world/clock.ts'

const anna = { cabinetId: 'cabinet', userId: 'anna' }

function book() {
  const clock = testClock()
  let kept: unknown = null
  const localState = {
    read: async () => kept,
    write: async (_name: string, value: unknown) => {
      kept = value
    },
  }
  return { attempts: new Attempts({ clock, localState }), clock, kept: () => Object.keys(kept as object) }
}

test('whoever tries again and again keeps their own seat waiting, not a colleague at another for long', async () => {
  const { attempts, clock } = book()
  const there = { ...anna, seat: 'borne' }
  for (let failure = 0; failure < 14; failure += 1) {
    await attempts.failed(there)
    clock.forward(await attempts.waitMs(there))
  }
  expect(await attempts.failed(there)).toBe(longestWaitMs)
  const here = { ...anna, seat: 'bureau' }
  expect(await attempts.waitMs(here)).toBeLessThanOrEqual(longestWaitElsewhereMs)
  clock.forward(longestWaitElsewhereMs)
  expect(await attempts.waitMs(here)).toBe(0)
  await attempts.succeeded(here)
  expect(await attempts.waitMs(there)).toBeGreaterThan(longestWaitElsewhereMs)
})

test('failures of long ago are forgotten, so that names tried at random fill nothing', async () => {
  const { attempts, clock, kept } = book()
  for (let user = 0; user < 5; user += 1) await attempts.failed({ ...anna, userId: `${user}`, seat: `${user}` })
  expect(kept()).toHaveLength(15)
  clock.forward(25 * 3600_000)
  await attempts.failed({ ...anna, seat: 'bureau' })
  expect(kept()).toHaveLength(3)
})
