/** Why a list was not fetched. */
export type RevocationListFault = 'address' | 'unreachable' | 'timeout' | 'too-large' | 'refused'

/** A list that could not be fetched. */
export class RevocationListFailure extends Error {
  readonly fault: RevocationListFault

  constructor(fault: RevocationListFault, options: { readonly cause?: unknown } = {}) {
    super(`revocation list: ${fault}`, options)
    this.name = 'RevocationListFailure'
    this.fault = fault
  }
}

/** Lists of withdrawn certificates, published by their authorities. */
export interface RevocationLists {
  /**
   * The bytes published at an address, unchecked: a list is believed for its signature, not for where it comes from. Only
   * the hosts of the national authorities are asked. Throws {@link RevocationListFailure}.
   */
  fetch(url: string, signal: AbortSignal): Promise<Uint8Array>
}
