import { expect, test } from 'vitest'
import { backOffMs } from '#main/electron/back-off.ts'

test('a first crash is repaired at once, the next ones are waited for longer and longer, never beyond half a minute', () => {
  const waits = [1, 2, 3, 4, 5, 6, 7, 8, 9, 50].map(backOffMs)
  expect(waits).toEqual([0, 500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000])
})
