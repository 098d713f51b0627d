import { app, safeStorage } from 'electron'
import { join } from 'node:path'
import type { KeyringAnswer, KeyringQuestion } from './core-frames.ts'
import { type SealedSecret, type SealedSecrets, sealedSecrets } from './sealed-secrets.ts'

/**
 * Whether the operating system really protects secrets here. On Linux without a secret service, Electron would « protect »
 * with a constant passphrase (`basic_text`): that is refused.
 */
function keyringAvailable(): boolean {
  return safeStorage.isEncryptionAvailable() && backend() !== 'basic_text'
}

/** Answers the core. Secrets are sealed by the operating system before they touch the disk, and never logged. */
export async function answerKeyring(question: KeyringQuestion): Promise<KeyringAnswer['answer']> {
  if (question.act === 'available') return keyringAvailable()
  if (!keyringAvailable()) return question.act === 'find' ? null : 'failed'
  switch (question.act) {
    case 'find': {
      const found = await secrets().find(question.name)
      return found === null || found.backend !== backend() ? null : unseal(found)
    }
    case 'keep': {
      const sealed = safeStorage.encryptString(Buffer.from(question.secret).toString('base64')).toString('base64')
      await secrets().keep(question.name, { backend: backend(), sealed })
      return true
    }
    case 'forget':
      await secrets().forget(question.name)
      return true
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

let kept: SealedSecrets | null = null

/** Made at the first question: before the program has begun, Electron does not know its folder. */
function secrets(): SealedSecrets {
  kept ??= sealedSecrets(join(app.getPath('userData'), 'keyring.json'))
  return kept
}
