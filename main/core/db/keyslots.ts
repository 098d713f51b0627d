import type { Argon2Parameters } from './manifest.ts'

/** The unwrapped master key of one cabinet. Whoever unlocked it disposes of it: that erases the bytes. */
export class CabinetKey {
  readonly cabinetId: string
  readonly #master: Uint8Array

  /** Takes ownership of the bytes. */
  constructor(cabinetId: string, master: Uint8Array) {
    this.cabinetId = cabinetId
    this.#master = master
  }

  /** The bytes themselves, for wrapping and unwrapping; never kept by the caller. */
  get master(): Uint8Array {
    return this.#master
  }

  /** Erases the bytes. */
  dispose(): void {
    this.#master.fill(0)
  }
}

/** Who a password slot is for; name and role are shown in clear by the opening window. */
export interface SlotUser {
  readonly userId: string
  readonly label: string
  readonly role: string
}

/** A password and how to derive it. */
export interface PasswordSecret {
  readonly password: string
  /** Default: tuned once per process to 250–500 ms on this machine. */
  readonly argon2?: Argon2Parameters
}
