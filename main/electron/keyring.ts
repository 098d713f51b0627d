import { app, safeStorage } from 'electron'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { KeyringAnswer, KeyringQuestion } from './core-frames.ts'

/** One secret as kept on this computer, with the keyring that sealed it: another one could not open it. */
interface SealedSecret {
  readonly backend: string
  readonly sealed: string
}

/**
 * Whether the operating system really protects secrets here. On Linux without a secret service, Electron would « protect »
 * with a constant passphrase (`basic_text`): that is refused.
 */
export function keyringAvailable(): boolean {
  return safeStorage.isEncryptionAvailable() && backend() !== 'basic_text'
}

/** Answers the core. Secrets are sealed by the operating system before they touch the disk, and never logged. */
export async function answerKeyring(question: KeyringQuestion): Promise<KeyringAnswer['answer']> {
  if (question.act === 'available') return keyringAvailable()
  if (!keyringAvailable()) return question.act === 'find' ? null : 'failed'
  const secrets = await readSecrets()
  switch (question.act) {
    case 'find': {
      const found = secrets[question.name]
      return found === undefined || found.backend !== backend() ? null : unseal(found)
    }
    case 'keep': {
      const sealed = safeStorage.encryptString(Buffer.from(question.secret).toString('base64')).toString('base64')
      await writeSecrets({ ...secrets, [question.name]: { backend: backend(), sealed } })
      return true
    }
    case 'forget': {
      const { [question.name]: _forgotten, ...others } = secrets
      await writeSecrets(others)
      return true
    }
  }
}

function backend(): string {
  return process.platform === 'linux' ? safeStorage.getSelectedStorageBackend() : process.platform
}

/** A secret the system no longer opens (profile copied from another computer) is as good as none. */
function unseal(secret: SealedSecret): Uint8Array | null {
  try {
    return Buffer.from(safeStorage.decryptString(Buffer.from(secret.sealed, 'base64')), 'base64')
  } catch {
    return null
  }
}

function secretsFile(): string {
  return join(app.getPath('userData'), 'keyring.json')
}

async function readSecrets(): Promise<Record<string, SealedSecret>> {
  const text = await readFile(secretsFile(), 'utf8').catch(() => '{}')
  const parsed: unknown = JSON.parse(text)
  if (typeof parsed !== 'object' || parsed === null) return {}
  return Object.fromEntries(
    Object.entries(parsed).filter((entry): entry is [string, SealedSecret] => isSealed(entry[1])),
  )
}

function isSealed(value: unknown): value is SealedSecret {
  return (
    typeof value === 'object' &&
    value !== null &&
    'backend' in value &&
    'sealed' in value &&
    typeof value.sealed === 'string'
  )
}

async function writeSecrets(secrets: Record<string, SealedSecret>): Promise<void> {
  const file = secretsFile()
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  await writeFile(`${file}.new`, JSON.stringify(secrets), { mode: 0o600 })
  await rename(`${file}.new`, file)
}
