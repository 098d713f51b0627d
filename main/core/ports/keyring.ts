/** The keyring of this computer's operating system, for this user account. */
export interface Keyring {
  /** Whether it can protect a secret now (Linux without a secret service cannot, and must say so). */
  available(): Promise<boolean>
  /** Keeps a secret under a name, replacing the former one. */
  keep(name: string, secret: Uint8Array): Promise<void>
  /** Gives a secret back, or `null` when there is none or it cannot be unlocked. */
  find(name: string): Promise<Uint8Array | null>
  /** Forgets a secret; nothing happens when there is none. */
  forget(name: string): Promise<void>
}
