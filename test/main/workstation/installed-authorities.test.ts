import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { installedAuthority } from '#app/devices/workstation.ts'
import { authorityFolders, readInstalledAuthorities } from '#main/workstation/installed-authorities.ts'
import { makeAuthority, makeHolder, type MadeAuthority } from '#test/main/protocols/certificate-maker.ts'

const folder = mkdtempSync(join(tmpdir(), 'coffre-'))
let root: MadeAuthority
let people: MadeAuthority
beforeAll(async () => {
  root = await makeAuthority('AC RACINE IGC-SANTE FORT')
  people = await makeAuthority('AC IGC-SANTE FORT PERSONNES', { by: root, serialNumber: '0B01' })
})
afterAll(() => rmSync(folder, { recursive: true }))

const put = (name: string, content: Uint8Array | string) => writeFileSync(join(folder, name), content)

test('authorities of the folder are read once each, with what their certificates say; the rest of it is passed over', async () => {
  put('1-racine.cer', root.der)
  put(
    '2-personnes.pem',
    `-----BEGIN CERTIFICATE-----\n${Buffer.from(people.der).toString('base64')}\n-----END CERTIFICATE-----`,
  )
  put('3-encore.cer', root.der)
  put('4-carte.cer', await makeHolder(people, people.keys))
  put('5-lisez-moi.txt', 'Coffre de la CryptoLib')
  put('6-long.cer', Buffer.concat([root.der, new Uint8Array(70_000)]))
  put('7-vide.cer', '')
  mkdirSync(join(folder, '8-dossier.cer'))
  symlinkSync(join(folder, '2-personnes.pem'), join(folder, '0-lien.cer'))
  const found = await readInstalledAuthorities([join(folder, 'absent'), folder])
  expect(found).toMatchObject([
    { name: 'AC RACINE IGC-SANTE FORT', issuer: 'AC RACINE IGC-SANTE FORT', isRoot: true },
    { name: 'AC IGC-SANTE FORT PERSONNES', issuer: 'AC RACINE IGC-SANTE FORT', isRoot: false },
  ])
  expect(found[1]).toMatchObject({ validFrom: '2013-06-25T00:00:00.000Z', validUntil: '2033-06-25T00:00:00.000Z' })
  expect(found.map(({ certificate }) => certificate)).toEqual(
    [root, people].map(({ der }) => Buffer.from(der).toString('base64url')),
  )
  for (const one of found) expect(() => installedAuthority.parse(one)).not.toThrow()
})

test('where the folder of a system is not known, none is looked for', async () => {
  expect(authorityFolders('win32')).toEqual([])
  expect(authorityFolders('linux')).toEqual(['/etc/opt/santesocial/CPS/Coffre'])
  expect(await readInstalledAuthorities([])).toEqual([])
})
