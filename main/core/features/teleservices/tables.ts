import type { PatientColumns } from '#core/kernel/tables.ts'

declare module '#core/kernel/tables.ts' {
  interface CabinetTables {
    teleservice_exchange: TeleserviceExchangeTable
    teleservice_claims: TeleserviceClaimsTable
    teleservice_certificate: TeleserviceCertificateTable
  }
}

/** The trace of one call, written before anything is sent. */
export interface TeleserviceExchangeTable {
  exchange_id: string
  /** `insi`, `adri`, `hri`. */
  service: string
  /** `vitale`, `traits`, `verification`, `rights`, `reimbursements`. */
  operation: string
  patient_id: string | null
  mode: 'card' | 'psc' | 'certificate'
  /** As sent: what the support of the service asks for. */
  message_id: string
  asked_at: string
  /** `null` for the service of the night. */
  asked_by: string | null
  asked_by_name: string
  /** `null` while the answer is awaited, and for ever when the program ended meanwhile. */
  ended_at: string | null
  took_ms: number | null
  /** `00`, `siram_40/insi_102`, `cancelled`, `timeout`. */
  outcome: string | null
  /** A code of `app/kernel/problem.ts`. */
  problem: string | null
  /** JSON: what the slice that asked keeps of the answer. */
  answer: string | null
  decided_at: string | null
}

/** What a professional says of themselves to the services. */
export interface TeleserviceClaimsTable {
  user_id: string
  billing_number: string
  amo_specialty: string
  sector: string
  version: number
  updated_at: string
  updated_by: string | null
}

/** One row at most: the certificate of the establishment and its key, PEM. The file they are in is encrypted. */
export interface TeleserviceCertificateTable {
  only_row: number
  certificate: string
  private_key: string
  imported_at: string
  imported_by: string | null
}

/** The trace of a call about somebody goes with the whole cabinet, as the journal does. */
export const patientColumns: PatientColumns = {
  teleservice_exchange: { column: 'patient_id', nullable: true, archive: 'trace' },
}
