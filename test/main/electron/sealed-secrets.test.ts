import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { sealedSecrets } from '#main/electron/sealed-secrets.ts'

const folder = mkdtempSync(join(tmpdir(), 'keyring-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const secret = (number: number) => ({ backend: 'gnome_libsecret', sealed: `scellé ${number}` })
let made = 0
const newFile = () => join(folder, `profil-${++made}`, 'keyring.json')

test('a secret is found again by another run, in a file of its owner alone; forgotten, it is gone from the disk', async () => {
  const file = newFile()
  await sealedSecrets(file).keep('un', secret(1))
  expect(await sealedSecrets(file).find('un')).toEqual(secret(1))
  expect(statSync(file).mode & 0o777).toBe(0o600)
  await sealedSecrets(file).forget('un')
  expect(await sealedSecrets(file).find('un')).toBeNull()
  expect(readFileSync(file, 'utf8')).not.toContain('scellé')
  expect(readdirSync(join(file, '..'))).toEqual(['keyring.json'])
})

test('secrets kept and forgotten at the same time do not undo each other', async () => {
  const secrets = sealedSecrets(newFile())
  const names = Array.from({ length: 20 }, (_, index) => `cabinet-${index}`)
  await Promise.all(names.map((name, index) => secrets.keep(name, secret(index))))
  await Promise.all([secrets.forget('cabinet-3'), secrets.keep('autre', secret(99)), secrets.forget('cabinet-7')])
  const found = await Promise.all([...names, 'autre'].map((name) => secrets.find(name)))
  const missing = [...names, 'autre'].filter((_, index) => found[index] === null)
  expect(missing).toEqual(['cabinet-3', 'cabinet-7'])
})

test('a file that does not read as secrets counts for none, and the next change repairs it', async () => {
  for (const spoilt of ['{"un":', '', 'null', '[]', '{"un":{"sealed":"x"}}', '{"un":{"backend":1,"sealed":"x"}}']) {
    const file = newFile()
    mkdirSync(join(file, '..'))
    writeFileSync(file, spoilt)
    const secrets = sealedSecrets(file)
    expect(await secrets.find('un')).toBeNull()
    await secrets.forget('un')
    await secrets.keep('deux', secret(2))
    expect(await sealedSecrets(file).find('deux')).toEqual(secret(2))
  }
})

test('a file that the system does not give is neither taken for an empty one nor written over, and holds nothing back', async () => {
  const file = newFile()
  mkdirSync(file, { recursive: true })
  const secrets = sealedSecrets(file)
  await expect(secrets.keep('un', secret(1))).rejects.toThrow('EISDIR')
  await expect(secrets.find('un')).rejects.toThrow('EISDIR')
  rmSync(file, { recursive: true })
  await secrets.keep('un', secret(1))
  expect(await secrets.find('un')).toEqual(secret(1))
})
