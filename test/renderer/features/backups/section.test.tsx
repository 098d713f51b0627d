import { expect, test } from 'vitest'
import { BackupSection } from '#renderer/features/backups/index.ts'
import { readTimeOfDay, tidyTimes } from '#renderer/features/backups/settings-values.ts'
import { timeLeft } from '#renderer/features/jobs/time-left.ts'
import { sitAsAdministrator } from '../settings/administrator.tsx'

test.each([
  ['12:30', '12:30'],
  ['9h', '09:00'],
  ['1930', '19:30'],
  ['7h05', '07:05'],
  ['24:00', null],
  ['12:60', null],
  ['midi', null],
])('« %s » is read as %s', (typed, read) => {
  expect(readTimeOfDay(typed)).toBe(read)
})

test('times are kept once each, in order of the day', () => {
  expect(tidyTimes(['19:30', '7h', '07:00'])).toEqual(['07:00', '19:30'])
})

test('time left is told once the pace means something, never before', () => {
  expect(timeLeft({ at: 0, done: 0 }, { at: 1_000, done: 50 }, 100)).toBeNull()
  expect(timeLeft({ at: 0, done: 0 }, { at: 4_000, done: 40 }, 100)).toBe(6_000)
  expect(timeLeft({ at: 0, done: 40 }, { at: 4_000, done: 40 }, 100)).toBeNull()
})

const job = {
  jobId: '01900000-0000-7000-8000-0000000000dd',
  kind: 'backup',
  state: 'running',
  phase: 'copying',
  done: 412_000_000,
  total: 1_200_000_000,
  unit: 'bytes',
  startedAt: '2026-11-24T13:40:00.000Z',
  endedAt: null,
  canPause: true,
  canCancel: true,
  problem: null,
  result: null,
}

test('a backup says how far it is, can be suspended, and goes on when its section is left and found again', async () => {
  let state = 'running'
  const answers = {
    'backups.settings': () => ({
      settings: { folder: '/backups', dailyAt: ['12:30'], atClosing: true },
      version: 1,
      last: { at: '2026-11-23T18:30:00.000Z', outcome: 'failed', path: '/backups' },
      nextAt: null,
    }),
    'backups.list': () => ({ backups: [], folder: '/backups' }),
    'backups.start': () => ({ jobId: job.jobId }),
    'jobs.get': () => ({ job: { ...job, state } }),
    'jobs.steer': ({ to }: { to: string }) => {
      state = { pause: 'paused', resume: 'running' }[to] ?? 'cancelled'
      return { job: { ...job, state } }
    },
  }
  const seat = await sitAsAdministrator(<BackupSection />, answers as never)
  expect(seat.text()).toContain('Échec')
  await seat.click('Sauvegarder maintenant')
  expect(seat.text()).toContain('Copie… 412 Mo sur 1,2 Go')
  await seat.click('Suspendre')
  expect(seat.asked('jobs.steer')).toEqual([{ jobId: job.jobId, to: 'pause' }])
  await seat.leave()

  const back = await sitAsAdministrator(<BackupSection />, answers as never)
  expect(back.asked('backups.start')).toEqual([])
  expect(back.text()).toContain('Suspendu')
  await back.click('Arrêter')
  expect(back.asked('jobs.steer')).toEqual([{ jobId: job.jobId, to: 'cancel' }])
  await back.leave()
})
