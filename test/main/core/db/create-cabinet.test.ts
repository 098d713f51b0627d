import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openCabinetFile } from '#core/db/cabinet-file.ts'
import { cabinetFoldersIn } from '#core/db/create-cabinet.ts'
import { CabinetKey } from '#core/db/keyslots.ts'
import { readManifest } from '#core/db/manifest.ts'
import { lockFile } from '#native/sqlcipher/file-lock.ts'
import {
  annasKey,
  closedCabinet,
  countNotes,
  makeCabinet,
  noteMigration,
  openingSide,
  programSide,
} from './sample-cabinet.ts'
import { temporaryFolder } from './temporary-folder.ts'

const parent = temporaryFolder()
let made = 0
const freshParent = () => join(parent, String(++made))

const createWith = (folder: string, side: typeof programSide) => makeCabinet(folder, { side })

describe('creating', () => {
  test('makes a folder that holds a manifest, its copy, the database and the lock, and opens it', async () => {
    const { file, recoveryGroups } = await makeCabinet(freshParent(), { notes: 3 })
    expect(await countNotes(file.reader)).toBe(3)
    expect(recoveryGroups).toHaveLength(8)
    await file.close()
    expect(readdirSync(file.folder).toSorted()).toEqual([
      'cabinet.db',
      'cabinet.lock',
      'manifest.copy.json',
      'manifest.json',
    ])
    expect(await cabinetFoldersIn(join(file.folder, '..'))).toEqual([file.folder])
    expect(file.manifest).toMatchObject({ name: 'Cabinet des Lilas', profile: 'production', schemaVersion: 10 })
  })

  test('refuses a name that is taken, and touches nothing', async () => {
    const folder = await closedCabinet(freshParent(), 1)
    const before = readFileSync(join(folder, 'manifest.json'))
    await expect(makeCabinet(join(folder, '..'))).rejects.toMatchObject({
      code: 'cabinet.name-taken',
      data: { name: 'Cabinet des Lilas' },
    })
    expect(readFileSync(join(folder, 'manifest.json'))).toEqual(before)
    expect(readdirSync(join(folder, '..'))).toEqual(['Cabinet des Lilas.cabinet'])
  })

  test('that fails on the way leaves no folder behind', async () => {
    const folder = freshParent()
    const side = { ...programSide, migrations: [{ ...noteMigration, up: () => Promise.reject(new Error('midway')) }] }
    await expect(makeCabinet(folder, { side })).rejects.toThrow('midway')
    expect(readdirSync(folder)).toEqual([])
  })

  test('that fails once in its place leaves no cabinet whose recovery key nobody saw', async () => {
    const folder = freshParent()
    let asked = 0
    // Called for the stamps of slots and of the manifest, the schema's record, and last when the file is opened.
    const now = () => {
      asked++
      if (existsSync(join(folder, 'Cabinet des Lilas.cabinet'))) throw new Error('after the rename')
      return new Date().toISOString()
    }
    const later = { ...noteMigration, number: 20, name: 'later', up: async () => undefined }
    const growing: (typeof noteMigration)[] = [noteMigration]
    const side = {
      ...programSide,
      now,
      get migrations() {
        return existsSync(join(folder, 'Cabinet des Lilas.cabinet')) ? [...growing, later] : growing
      },
    }
    await expect(createWith(folder, side)).rejects.toThrow('after the rename')
    expect(asked).toBeGreaterThan(3)
    expect(readdirSync(folder)).toEqual([])
  })

  test('removes what a killed creation left an hour ago, and nothing else', async () => {
    const folder = freshParent()
    const old = new Date(Date.now() - 2 * 3_600_000)
    const leave = (name: string, at = old) => {
      mkdirSync(join(folder, name), { recursive: true })
      writeFileSync(join(folder, name, 'cabinet.db'), 'x')
      utimesSync(join(folder, name), at, at)
    }
    const [dead, young, alive] = [randomUUID(), randomUUID(), randomUUID()].map((id) => `.${id}.part`) as [
      string,
      string,
      string,
    ]
    leave(dead)
    leave(young, new Date())
    leave(alive)
    leave('.of-somebody-else.part')
    leave('Un dossier')
    const held = lockFile(join(folder, alive, 'cabinet.lock'))
    utimesSync(join(folder, alive), old, old)
    const { file } = await makeCabinet(folder)
    await file.close()
    held?.release()
    expect(readdirSync(folder).toSorted()).toEqual(
      [young, alive, '.of-somebody-else.part', 'Cabinet des Lilas.cabinet', 'Un dossier'].toSorted(),
    )
  })

  test('is refused where no folder can be made', async () => {
    const file = join(parent, 'a-file')
    writeFileSync(file, '')
    await expect(makeCabinet(join(file, 'inside'))).rejects.toMatchObject({ code: 'cabinet.read-only' })
  })

  test('every cabinet has keys of its own', async () => {
    const [one, other] = [await closedCabinet(freshParent()), await closedCabinet(freshParent())]
    await expect(openCabinetFile(one, await annasKey(other), openingSide)).rejects.toThrow(TypeError)
    const { cabinetId } = await readManifest(one)
    const forged = new CabinetKey(cabinetId, (await annasKey(other)).master)
    await expect(openCabinetFile(one, forged, openingSide)).rejects.toMatchObject({ code: 'cabinet.damaged' })
  })
})
