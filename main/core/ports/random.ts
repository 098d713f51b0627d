/** The only source of chance of the core. */
export interface Random {
  /** A new UUID of version 7, lower case. */
  id(): string
  /** Bytes no one can guess. */
  bytes(count: number): Uint8Array
}
