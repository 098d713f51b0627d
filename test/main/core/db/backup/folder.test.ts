import { randomUUID } from 'node:crypto'
import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { backupsToRemove } from '#app/features/backups/rules.ts'
import { applyRetention, backupFileName, listBackups } from '#core/db/backup/index.ts'
import { backUp, openNewCabinet, temporaryFolder } from './cabinet-on-disk.ts'

test('retention removes backups of this cabinet only, and never a file it cannot read', async () => {
  const folder = temporaryFolder('retention')
  const target = join(folder, 'sauvegardes')
  const ours = await openNewCabinet(join(folder, 'a'))
  const others = await openNewCabinet(join(folder, 'b'), { name: 'Autre cabinet' })
  const old = await backUp(ours, target, { takenAt: '2026-11-10T08:00:00.000Z' })
  const sameDay = await backUp(ours, target, { takenAt: '2026-11-10T17:00:00.000Z' })
  const theirs = [
    await backUp(others, target, { takenAt: '2026-11-10T08:00:00.000Z' }),
    await backUp(others, target, { takenAt: '2026-11-10T09:00:00.000Z' }),
  ]
  const damaged = join(target, 'Cabinet des Lilas 2026-11-10 10h00m00s.cabsave')
  writeFileSync(damaged, 'abîmée')
  const latest = await backUp(ours, target, { takenAt: '2026-11-22T13:32:07.000Z' })
  const rule = (backups: readonly { path: string; takenAt: string }[]) =>
    backupsToRemove(backups, '2026-11-22T13:33:00.000Z', 'Europe/Paris')
  expect(await applyRetention(target, ours.manifest.cabinetId, rule)).toEqual([old.path])
  for (const path of [sameDay.path, latest.path, damaged, ...theirs.map((backup) => backup.path)]) {
    expect(existsSync(path)).toBe(true)
  }
  expect(await applyRetention(target, randomUUID(), (all) => all)).toEqual([])
  await expect(applyRetention(target, ours.manifest.cabinetId, () => [{ path: damaged, takenAt: '' }])).rejects.toThrow(
    'only choose among',
  )
  expect(readdirSync(target)).toHaveLength(5)
})

test('a folder lists its backups, the newest first, then what cannot be read', async () => {
  const folder = temporaryFolder('list')
  const file = await openNewCabinet(join(folder, 'a'))
  await backUp(file, folder, { takenAt: '2026-03-10T08:00:00.000Z' })
  await backUp(file, folder, { takenAt: '2026-11-10T08:00:00.000Z' })
  writeFileSync(join(folder, 'notes.txt'), 'à ne pas lister')
  writeFileSync(join(folder, 'vide.cabsave'), '')
  expect((await listBackups(folder)).map(({ fileName, state }) => [fileName, state])).toEqual([
    ['Cabinet des Lilas 2026-11-10 09h00m00s.cabsave', 'sound'],
    ['Cabinet des Lilas 2026-03-10 09h00m00s.cabsave', 'sound'],
    ['vide.cabsave', 'damaged'],
  ])
  await expect(listBackups(join(folder, 'absent'))).rejects.toMatchObject({ code: 'backup.unreadable' })
})

test('names of files are local, sortable and plain on every system', () => {
  const at = '2026-11-22T13:32:07.123Z'
  const names: [cabinet: string, expected: string][] = [
    ['Cabinet des Lilas', 'Cabinet des Lilas 2026-11-22 14h32m07s.cabsave'],
    ['Cabinet « Élan »', 'Cabinet Élan 2026-11-22 14h32m07s.cabsave'],
    ['Médecins & Cie (Œuvre) l’Île-d’Yeu', 'Médecins & Cie (Œuvre) l’Île-d’Yeu 2026-11-22 14h32m07s.cabsave'],
    ['a/b\\c:d*e?"f<g>|', 'a b c d e f g 2026-11-22 14h32m07s.cabsave'],
    ['..', 'cabinet 2026-11-22 14h32m07s.cabsave'],
    ['x'.repeat(200), `${'x'.repeat(80)} 2026-11-22 14h32m07s.cabsave`],
  ]
  for (const [cabinet, expected] of names) expect(backupFileName(cabinet, at, 'Europe/Paris')).toBe(expected)
  expect(backupFileName('C', '2026-10-25T00:30:00.000Z', 'Europe/Paris')).toBe('C 2026-10-25 02h30m00s.cabsave')
  expect(backupFileName('C', '2026-12-31T23:00:00.000Z', 'Europe/Paris')).toBe('C 2027-01-01 00h00m00s.cabsave')
})
