import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { LogFlush } from '#core/db/log-flush.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cabinet-flush-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test('whoever comes while a flush is under way waits for the next one, all together', async () => {
  const path = join(folder, 'cabinet.db-wal')
  await writeFile(path, 'frames')
  const log = new LogFlush(path)
  const first = log.flush()
  expect(log.flush(), 'not begun yet: the same').toBe(first)
  await Promise.resolve()
  await Promise.resolve()
  const second = log.flush()
  expect(second, 'begun before their commit: another').not.toBe(first)
  expect(log.flush()).toBe(second)
  const order: string[] = []
  await Promise.all([second.then(() => order.push('second')), first.then(() => order.push('first'))])
  expect(order).toEqual(['first', 'second'])
})

test('without a log there is nothing to flush', async () => {
  await expect(new LogFlush(join(folder, 'absent')).flush()).resolves.toBeUndefined()
})

test('a disk that refuses is said, and asked again the next time', async () => {
  const path = join(folder, 'refused')
  const log = new LogFlush(join(path, 'log'))
  await writeFile(path, 'a file where a folder should be')
  await expect(log.flush()).rejects.toMatchObject({ code: 'ENOTDIR' })
  await rm(path)
  await expect(log.flush()).resolves.toBeUndefined()
})
