import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import {
  type CardAuthority,
  type CardHolder,
  type CertifiedKey,
  makeAuthority,
} from '#test/simulators/cards/authority.ts'
import { opensslMissing } from './openssl.ts'

const run = promisify(execFile)

/** Where SoftHSM may be. */
const modules = [
  '/usr/lib/softhsm/libsofthsm2.so',
  '/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so',
  '/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so',
  '/usr/lib64/pkcs11/libsofthsm2.so',
]

/** The PKCS#11 module of SoftHSM; `null` where it is not installed. */
export const softModule: string | null = modules.find((path) => existsSync(path)) ?? null

/** Why no token can be made and checked here, for the name or the reason of a skipped test; `null` where it can. */
export const softTokenMissing: string | null =
  softModule === null || !existsSync('/usr/bin/softhsm2-util') || !existsSync('/usr/bin/pkcs11-tool')
    ? 'needs softhsm2 and opensc'
    : opensslMissing

/** What is on a token, and how. */
export interface SoftCard extends Partial<CardHolder> {
  /** 1234 where absent. */
  readonly pin?: string
  /** Who issues its certificates; the token's own new authority where absent. */
  readonly authority?: CardAuthority
  /** Keys and certificates made before: the same card, in another token. */
  readonly issued?: { readonly authentication: CertifiedKey; readonly signature: CertifiedKey }
}

/** A PKCS#11 token that stands for a CPS: SoftHSM, with what the official module shows of a card. */
export interface SoftToken {
  /** Path of the PKCS#11 module. */
  readonly module: string
  /** What must be in the environment *before* the module is loaded; {@link makeSoftToken} puts it in this process's own. */
  readonly environment: Readonly<Record<string, string>>
  readonly label: string
  readonly pin: string
  readonly soPin: string
  /** Issuer's number, a slash, serial number. */
  readonly cardNumber: string
  readonly authority: CardAuthority
  readonly issued: { readonly authentication: CertifiedKey; readonly signature: CertifiedKey }
  /** Takes the token away with its folder: the module finds none any more. */
  readonly remove: () => Promise<void>
  readonly [Symbol.asyncDispose]: () => Promise<void>
}

let madeAuthority: Promise<CardAuthority> | null = null

/** The authority of this process's tests: one for all its tokens, unless another is asked for. */
export function testAuthority(): Promise<CardAuthority> {
  madeAuthority ??= makeAuthority()
  return madeAuthority
}

/**
 * Makes a token: two RSA-2048 pairs, CKA_ID ending in 20 (authentication) and 10 (signature), their certificates, and public
 * data objects of a CPS. The card is Dr Hélène MARCHAND's of the training cabinet unless told otherwise. Some 0.5 s.
 *
 * SoftHSM blocks no code: what a blocked card does is shown by `test/simulators/cards`.
 */
export async function makeSoftToken(card: SoftCard = {}): Promise<SoftToken> {
  if (softModule === null || softTokenMissing !== null) throw new Error(`No token here: ${softTokenMissing}`)
  const path = softModule
  const holder = {
    nationalId: '899700000005',
    lastName: 'Marchand',
    firstName: 'Hélène',
    serialNumber: '2800000001',
    ...card,
  }
  const authority = card.authority ?? (await testAuthority())
  const issued = card.issued ?? (await authority.issue(holder))
  const pin = card.pin ?? '1234'
  const soPin = '12345678'
  const label = `CPS3V3-${holder.serialNumber}`

  const folder = await mkdtemp(join(tmpdir(), 'soft-token-'))
  const configuration = join(folder, 'softhsm2.conf')
  await mkdir(join(folder, 'tokens'), { mode: 0o700 })
  await writeFile(
    configuration,
    `directories.tokendir = ${join(folder, 'tokens')}\nobjectstore.backend = file\nlog.level = ERROR\nslots.removable = true\n`,
  )
  const environment = { SOFTHSM2_CONF: configuration }
  const env = { ...process.env, ...environment }
  const write = async (name: string, content: Uint8Array | string): Promise<string> => {
    await writeFile(join(folder, name), content, { mode: 0o600 })
    return join(folder, name)
  }
  const tool = (...options: readonly string[]): Promise<unknown> =>
    run('pkcs11-tool', ['--module', path, '--token-label', label, '--login', '--pin', pin, ...options], { env })

  await run('softhsm2-util', ['--init-token', '--free', '--label', label, '--so-pin', soPin, '--pin', pin], { env })
  const pairs = [
    { id: '0020', name: 'Certificat d’authentification CPS', of: issued.authentication },
    { id: '0010', name: 'Certificat de Signature CPS', of: issued.signature },
  ]
  for (const { id, name, of } of pairs) {
    const key = await write(`${id}.pem`, of.privateKey)
    await run('softhsm2-util', ['--import', key, '--token', label, '--label', name, '--id', id, '--pin', pin], { env })
    await rm(key)
    const certificate = await write(`${id}.der`, of.certificate)
    await tool('--write-object', certificate, '--type', 'cert', '--id', id, '--label', name)
  }
  const data = [
    { name: 'CPS_INFO_PS', content: 'SM26' },
    { name: 'CPS_NAME_PS', content: `${holder.lastName.toUpperCase()} ${holder.firstName.toUpperCase()}` },
  ]
  for (const { name, content } of data) {
    await tool('--write-object', await write(name, content), '--type', 'data', '--label', name)
  }

  process.env['SOFTHSM2_CONF'] = configuration
  const remove = async (): Promise<void> => {
    await rm(folder, { recursive: true, force: true })
  }
  return {
    module: path,
    environment,
    label,
    pin,
    soPin,
    cardNumber: `8025000001/${holder.serialNumber}`,
    authority,
    issued,
    remove,
    [Symbol.asyncDispose]: remove,
  }
}
