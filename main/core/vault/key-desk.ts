import { hkdfSync } from 'node:crypto'
import type { KeySlotView, RecoverySheet } from '#app/features/cabinet/model.ts'
import type { PasswordSecret } from '#core/db/keyslots.ts'
import { describeError } from '#core/kernel/redact.ts'
import type { KeyHolder } from '#core/kernel/vault.ts'
import type { CabinetVault } from './vault.ts'

/** The keys of the open cabinet, as the vault's `Vault` face names them. */
export function keyDesk(vault: CabinetVault) {
  const { config } = vault
  return {
    slots: () => slotsOf(vault),
    setPassword: (holder: KeyHolder, password: string): Promise<void> =>
      vault.file.keys.setPassword(slotUser(holder), secretOf(vault, password)),
    describeHolder: async (holder: KeyHolder): Promise<void> => {
      await vault.file.keys.describeUser(slotUser(holder))
    },
    removeHolder: (userId: string): Promise<void> => vault.file.keys.removeUser(userId),
    replaceRecoveryKey: async (): Promise<RecoverySheet> => {
      const { createdAt, groups } = await vault.file.keys.replaceRecoveryKey()
      const { cabinetId, name } = vault.file.manifest
      return { cabinetName: name, cabinetId, createdAt, groups: [...groups] }
    },
    draftKey: (userId: string): string => {
      const dataKey = vault.file.copyOfDataKey()
      try {
        return Buffer.from(
          hkdfSync('sha256', dataKey, vault.file.manifest.cabinetId, `drafts of ${userId}`, 32),
        ).toString('base64url')
      } finally {
        dataKey.fill(0)
      }
    },
    keyringAvailable: async () => (await config.ports.keyring?.available()) ?? false,
    setKeyring: async (enabled: boolean): Promise<boolean> => {
      const { keyring, logger } = config.ports
      if (enabled && (keyring === undefined || !(await keyring.available()))) return false
      const { keys, manifest } = vault.file
      const name = keyringName(manifest.cabinetId)
      // The slot first, and whatever the keyring answers: without it, the secret the keyring may still hold opens nothing.
      for (const slot of keys.list()) if (slot.kind === 'keyring') await keys.removeSlot(slot.slotId)
      if (!enabled || keyring === undefined) {
        await keyring
          ?.forget(name)
          .catch((error: unknown) => logger.write({ level: 'warning', event: 'keyring', fields: describeError(error) }))
        return true
      }
      const { secret } = await keys.addKeyring('')
      try {
        await keyring.keep(name, secret)
      } finally {
        secret.fill(0)
      }
      return true
    },
  }
}

/** The key slots of the open cabinet, without any secret. */
export function slotsOf(vault: CabinetVault): readonly KeySlotView[] {
  return vault.file.keys.list().map((slot) => ({
    slotId: slot.slotId,
    kind: slot.kind,
    label: slot.kind === 'recovery' ? '' : slot.label,
    userId: slot.kind === 'password' || slot.kind === 'card' ? slot.userId : null,
    createdAt: slot.createdAt,
  }))
}

/** A user as a key slot names them. */
export function slotUser(holder: KeyHolder) {
  return { userId: holder.userId, label: holder.displayName, role: holder.role }
}

/** A password to derive a key from, at this program's cost. */
export function secretOf({ config: { passwordCost } }: Pick<CabinetVault, 'config'>, password: string): PasswordSecret {
  return passwordCost === undefined ? { password } : { password, argon2: passwordCost }
}

/** What a cabinet's secret is called in a keyring. */
export function keyringName(cabinetId: string): string {
  return `cabinet ${cabinetId}`
}
