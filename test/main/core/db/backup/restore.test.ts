import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { holdCabinet } from '#core/db/cabinet-file.ts'
import { cabinetFoldersIn } from '#core/db/create-cabinet.ts'
import { readManifest } from '#core/db/manifest.ts'
import {
  contentHash,
  listSetAside,
  recoverRestores,
  removeSetAside,
  type RestoreRequest,
  startRestore,
} from '#core/db/backup/index.ts'
import { exchangeRecord, exchangeRecordName, stagingName } from '#core/db/backup/exchange.ts'
import { addPatients, password, unlock, userId } from './account-cabinet.ts'
import { backUp, openNewCabinet, openWithPassword, temporaryFolder } from './cabinet-on-disk.ts'

test('replacing puts the present cabinet aside, whole, and the restored one opens with the same password', async () => {
  const { cabinets, file, path, request } = await aCabinetAndItsBackup()
  await addPatients(file, 7)
  const present = hashOf(file)
  await file.close()
  const restored = await startRestore({ ...request, mode: 'replace' }).finished
  expect(restored).toMatchObject({ folder: file.folder, name: 'Cabinet des Lilas', cabinetId: file.manifest.cabinetId })
  const aside = await listSetAside(cabinets)
  expect(aside).toMatchObject([
    { folder: restored.setAside, formerName: 'Cabinet des Lilas.cabinet', cabinetId: file.manifest.cabinetId },
  ])
  expect(readdirSync(cabinets).toSorted()).toEqual([
    'Cabinet des Lilas.cabinet',
    'Cabinet des Lilas.cabinet.avant-restauration-2026-11-22 14h40m00s',
  ])
  expect(await cabinetFoldersIn(cabinets)).toEqual([file.folder])
  const opened = await openWithPassword(restored.folder, await readManifest(restored.folder))
  expect(hashOf(opened)).not.toBe(present)
  await opened.close()

  // What was put aside is a cabinet still: given back its name, it opens as it was.
  const again = join(cabinets, 'Repris.cabinet')
  renameSync(aside[0]?.folder ?? '', again)
  expect(hashOf(await openWithPassword(again, await readManifest(again)))).toBe(present)
  expect(existsSync(path)).toBe(true)
})

test('a cabinet put aside goes only when a person removes it, and nothing else can be removed that way', async () => {
  const { cabinets, file, request } = await aCabinetAndItsBackup()
  await file.close()
  const { setAside } = await startRestore({ ...request, mode: 'replace' }).finished
  const second = await startRestore({ ...request, mode: 'replace' }).finished
  expect(second.setAside).toBe(`${setAside} (2)`)
  await recoverRestores(cabinets)
  expect(await listSetAside(cabinets)).toHaveLength(2)
  await expect(removeSetAside(file.folder)).rejects.toMatchObject({ code: 'cabinet.missing' })
  await expect(removeSetAside(`${cabinets}/../cabinets`)).rejects.toMatchObject({ code: 'cabinet.missing' })
  await removeSetAside(setAside ?? '')
  expect(await listSetAside(cabinets)).toHaveLength(1)
  expect(existsSync(file.folder)).toBe(true)
})

test('a restored cabinet under a new name keeps its identifier and its slots', async () => {
  const { cabinets, file, request } = await aCabinetAndItsBackup()
  const restored = await startRestore({ ...request, name: 'Copie d’essai', unlock }).finished
  const manifest = await readManifest(restored.folder)
  expect(manifest).toMatchObject({
    name: 'Copie d’essai',
    cabinetId: file.manifest.cabinetId,
    slots: file.manifest.slots,
  })
  expect(restored.setAside).toBeNull()
  expect(readdirSync(cabinets).toSorted()).toEqual(['Cabinet des Lilas.cabinet', 'Copie d’essai.cabinet'])
  expect(hashOf(await openWithPassword(restored.folder, manifest))).toBe(hashOf(file))
})

test('an old password opens an old backup, the new one does not', async () => {
  const { file, request } = await aCabinetAndItsBackup()
  await file.keys.setPassword(
    { userId, label: 'Dr Anne Lacaze', role: 'administrator' },
    { password: 'un tout autre mot de passe, 34' },
  )
  const restored = await startRestore({ ...request, name: 'Ancien' }).finished
  const opened = await openWithPassword(restored.folder, await readManifest(restored.folder))
  expect(await opened.keys.verifyPassword(userId, password)).toBe(true)
  expect(await opened.keys.verifyPassword(userId, 'un tout autre mot de passe, 34')).toBe(false)
})

test('an open cabinet, a taken name, another identifier, an absent cabinet: refused, and nothing changed', async () => {
  const { cabinets, file, request } = await aCabinetAndItsBackup()
  const names = readdirSync(cabinets)
  await expect(startRestore({ ...request, mode: 'replace' }).finished).rejects.toMatchObject({ code: 'cabinet.in-use' })
  await expect(startRestore(request).finished).rejects.toMatchObject({ code: 'cabinet.name-taken' })
  await expect(startRestore({ ...request, mode: 'replace', name: 'Absent' }).finished).rejects.toMatchObject({
    code: 'cabinet.missing',
  })
  await expect(startRestore({ ...request, name: 'B', expectedCabinetId: randomUUID() }).finished).rejects.toMatchObject(
    {
      code: 'backup.foreign',
    },
  )
  const other = await openNewCabinet(cabinets, { name: 'Autre' })
  await other.close()
  await expect(startRestore({ ...request, mode: 'replace', name: 'Autre' }).finished).rejects.toMatchObject({
    code: 'cabinet.name-taken',
  })
  await expect(
    startRestore({ ...request, folder: `${cabinets}/../cabinets`, name: 'B' }).finished,
  ).rejects.toMatchObject({
    code: 'backup.unreadable',
  })
  await expect(startRestore({ ...request, name: 'B', unlock: () => null }).finished).rejects.toMatchObject({
    code: 'backup.wrong-key',
  })
  expect(readdirSync(cabinets).toSorted()).toEqual([...names, 'Autre.cabinet'].toSorted())
  expect(file.checkpoint()).toBe(true)
})

test('a cabinet too damaged to open is replaced by its backup', async () => {
  const { file, request } = await aCabinetAndItsBackup()
  const before = hashOf(file)
  await file.close()
  writeFileSync(file.paths.database, 'détruit')
  writeFileSync(file.paths.manifest, '')
  writeFileSync(join(file.folder, 'manifest.copy.json'), '')
  const restored = await startRestore({ ...request, mode: 'replace' }).finished
  expect(hashOf(await openWithPassword(restored.folder, await readManifest(restored.folder)))).toBe(before)
})

test('a cancelled restoration leaves nothing beside', async () => {
  const { cabinets, request } = await aCabinetAndItsBackup()
  const running = startRestore({ ...request, name: 'Arrêté' })
  running.pause()
  await new Promise((resolve) => setTimeout(resolve, 100))
  running.cancel()
  await expect(running.finished).rejects.toMatchObject({ name: 'WorkCancelled' })
  expect(readdirSync(cabinets)).toEqual(['Cabinet des Lilas.cabinet'])
})

test('an exchange cut between its two renames is finished at the next listing', async () => {
  const { cabinets, file, request } = await aCabinetAndItsBackup()
  await file.close()
  const beside = await startRestore({ ...request, name: 'Beside' }).finished
  const work = randomUUID()
  const aside = 'Cabinet des Lilas.cabinet.avant-restauration-2026-11-22 14h40m00s'
  const record = exchangeRecord({ target: 'Cabinet des Lilas.cabinet', aside })
  writeFileSync(join(cabinets, exchangeRecordName(work)), record)
  renameSync(beside.folder, join(cabinets, stagingName(work)))
  renameSync(file.folder, join(cabinets, aside))
  expect(await cabinetFoldersIn(cabinets)).toEqual([])
  await recoverRestores(cabinets)
  expect(readdirSync(cabinets).toSorted()).toEqual(['Cabinet des Lilas.cabinet', aside])
  const opened = await openWithPassword(file.folder, await readManifest(file.folder))
  expect(opened.manifest.name).toBe('Beside')
})

test('an exchange cut before its first rename is undone: the former cabinet has not moved', async () => {
  const { cabinets, file, request } = await aCabinetAndItsBackup()
  await file.close()
  const before = readFileSync(file.paths.database)
  const beside = await startRestore({ ...request, name: 'Beside' }).finished
  const work = randomUUID()
  const record = exchangeRecord({ target: 'Cabinet des Lilas.cabinet', aside: 'X.cabinet.avant-restauration-1' })
  writeFileSync(join(cabinets, exchangeRecordName(work)), record)
  renameSync(beside.folder, join(cabinets, stagingName(work)))
  await recoverRestores(cabinets)
  expect(readdirSync(cabinets)).toEqual(['Cabinet des Lilas.cabinet'])
  expect(readFileSync(file.paths.database).equals(before)).toBe(true)
})

test('a record that names something elsewhere is not obeyed, and a restoration that lives is left alone', async () => {
  const { cabinets, file } = await aCabinetAndItsBackup()
  const hostile = randomUUID()
  writeFileSync(join(cabinets, exchangeRecordName(hostile)), JSON.stringify({ target: '../ailleurs', aside: 'x' }))
  mkdirSync(join(cabinets, stagingName(hostile)))
  const living = join(cabinets, stagingName(randomUUID()))
  mkdirSync(living)
  const lock = await holdCabinet(living)
  await recoverRestores(cabinets)
  expect(readdirSync(cabinets).toSorted()).toEqual([living.slice(cabinets.length + 1), 'Cabinet des Lilas.cabinet'])
  lock.release()
  await recoverRestores(cabinets)
  expect(readdirSync(cabinets)).toEqual(['Cabinet des Lilas.cabinet'])
  expect(existsSync(file.folder)).toBe(true)
})

test('what cannot be settled is left where it is: it hides no cabinet, and what follows is settled', async () => {
  const { cabinets, file } = await aCabinetAndItsBackup()
  const names = ['00000000', 'ffffffff'].map((start) => `${start}-0000-4000-8000-000000000000`)
  const [first = '', last = ''] = names
  // A folder where a record should be: nobody wrote it, and it cannot be removed as a file.
  mkdirSync(join(cabinets, exchangeRecordName(first)))
  writeFileSync(join(cabinets, exchangeRecordName(last)), 'x')
  mkdirSync(join(cabinets, stagingName(last)))
  await recoverRestores(cabinets)
  expect(readdirSync(cabinets)).toEqual([exchangeRecordName(first), 'Cabinet des Lilas.cabinet'])
  expect(await cabinetFoldersIn(cabinets)).toEqual([file.folder])
})

async function aCabinetAndItsBackup() {
  const folder = temporaryFolder('restore')
  const cabinets = join(folder, 'cabinets')
  const file = await openNewCabinet(cabinets, { patients: 30 })
  const { path } = await backUp(file, join(folder, 'sauvegardes'))
  const request: RestoreRequest = {
    path,
    folder: cabinets,
    name: 'Cabinet des Lilas',
    mode: 'new',
    now: '2026-11-22T13:40:00.000Z',
  }
  return { cabinets, file, path, request }
}

function hashOf(file: Awaited<ReturnType<typeof openNewCabinet>>): string {
  const reader = file.openReader()
  try {
    return contentHash(reader)
  } finally {
    reader.close()
  }
}
