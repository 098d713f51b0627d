import { expect, test } from 'vitest'
import { z } from 'zod'
import { outputFilter } from '#app/kernel/output-filter.ts'

const name = z.strictObject({ last: z.string().max(5) })
const shape = z.object({
  name,
  others: z.array(name).max(2),
  maybe: name.nullable().optional(),
  byKey: z.record(z.string(), name),
})

test('what an output does not name is left at the door at every depth', () => {
  const extra = { last: 'Dur', password: 'x' }
  expect(
    outputFilter(shape).parse({ name: extra, others: [extra], maybe: extra, byKey: { one: extra }, password: 'x' }),
  ).toEqual({
    name: { last: 'Dur' },
    others: [{ last: 'Dur' }],
    maybe: { last: 'Dur' },
    byKey: { one: { last: 'Dur' } },
  })
})

test('everything else is checked as before, and the input’s own shape still refuses', () => {
  const long = { last: 'Durand' }
  expect(outputFilter(shape).safeParse({ name: long, others: [], byKey: {} }).success).toBe(false)
  const short = { last: 'D' }
  expect(outputFilter(shape).safeParse({ name: short, others: [short, short, short], byKey: {} }).success).toBe(false)
  expect(name.safeParse({ last: 'Dur', password: 'x' }).success).toBe(false)
})
