declare module '#core/kernel/tables.ts' {
  interface CabinetTables {
    enrolled_card: EnrolledCardTable
    card_use: CardUseTable
    card_authority: CardAuthorityTable
    card_revocation_list: CardRevocationListTable
    card_revocation_part: CardRevocationPartTable
  }
}

/** A card that a user enrolled: it opens when a key slot of the manifest has its identifier. */
export interface EnrolledCardTable {
  card_id: string
  user_id: string
  card_number: string
  /** `PS_IdNat`. */
  national_id: string
  rpps: string | null
  last_name: string
  first_name: string
  profession: string
  /** DER, as it was enrolled. */
  certificate: Uint8Array
  /** SHA-256 of the SubjectPublicKeyInfo, in lower-case hexadecimal. */
  public_key_hash: string
  valid_from: string
  valid_until: string
  enrolled_at: string
}

/** When a card last opened a session. */
export interface CardUseTable {
  card_id: string
  last_used_at: string
}

/** An authority whose cards are accepted. */
export interface CardAuthorityTable {
  authority_id: string
  /** DER. */
  certificate: Uint8Array
  /** SHA-256 of the certificate, in lower-case hexadecimal. */
  fingerprint: string
  added_at: string
  added_by: string | null
}

/** The list an authority issued last, of those it covers. */
export interface CardRevocationListTable {
  authority_id: string
  covers: 'all' | 'holders' | 'authorities'
  issued_at: string
  next_at: string | null
  entries: number
  /** Bytes of each serial number in its parts. */
  serial_bytes: number
  added_at: string
  /** When its authority last gave it, the same list as before included. */
  checked_at: string
}

/** Serial numbers of a list, as `main/protocols/revoked-serials.ts` puts them away; no row for an empty part. */
export interface CardRevocationPartTable {
  authority_id: string
  covers: 'all' | 'holders' | 'authorities'
  part: number
  content: Uint8Array
}
