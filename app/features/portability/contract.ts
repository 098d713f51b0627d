import { z } from 'zod'
import { id } from '#app/kernel/ids.ts'
import { operation } from '#app/kernel/operation.ts'
import { jobStarted } from '#app/features/jobs/model.ts'
import { importReport } from './model.ts'

const path = z.string().trim().min(1).max(1024)

/**
 * « Exporter les dossiers patient »: one record in one archive, readable by a person and by a machine, put among its
 * documents when it is finished (PAT-10). Personal notes and the log of accesses are left out, as the rules of
 * portability say of an export of one patient.
 */
export const exportPatient = operation({
  name: 'portability.exportPatient',
  kind: 'command',
  needs: 'active-session',
  permission: 'patient.export',
  scope: { patient: (input) => input.patientId },
  audit: 'patient.export',
  input: z.strictObject({ patientId: id }),
  output: jobStarted,
  problems: ['archive.running'],
})

/**
 * Writes an archive to a new file of this computer: of one record by its file number, or of all those in sight, personal
 * notes and accesses included. Only where the cabinet is; a file that exists is left alone.
 */
export const exportToFile = operation({
  name: 'portability.exportToFile',
  kind: 'command',
  needs: 'active-session',
  permission: 'patient.export',
  scope: { patients: 'visible' },
  audit: 'patient.export-archive',
  input: z.strictObject({ path, fileNumber: z.int().min(1).nullable() }),
  output: jobStarted,
  problems: ['archive.running', 'archive.file-unusable', 'network.host-only'],
})

/**
 * Brings the records of an archive into this cabinet: verified whole before anything is written, each record in one
 * transaction. One that is here already is left as it is, and said.
 */
export const importArchive = operation({
  name: 'portability.import',
  kind: 'command',
  needs: 'active-session',
  permission: 'patient.import',
  scope: { patients: 'visible' },
  audit: 'patient.import-archive',
  input: z.strictObject({ path }),
  output: jobStarted,
  problems: ['archive.running', 'archive.file-unusable', 'network.host-only'],
})

/** What an import did, once its job has ended; asked by who started it. */
export const readImportReport = operation({
  name: 'portability.importReport',
  kind: 'query',
  needs: 'active-session',
  permission: 'patient.import',
  scope: { patients: 'none', because: 'counts and identifiers of what the caller imported' },
  audit: { none: 'the import is journaled' },
  input: z.strictObject({ jobId: id }),
  output: z.object({ report: importReport }),
  problems: [],
})

/** One SHA-256 of the canonical content of the records in sight, or of one: equal content, equal digest. */
export const digestRecords = operation({
  name: 'portability.digest',
  kind: 'query',
  needs: 'active-session',
  permission: 'patient.export',
  scope: { patients: 'visible' },
  audit: 'patient.digest',
  input: z.strictObject({ fileNumber: z.int().min(1).nullable() }),
  output: z.object({
    sha256: z.string(),
    patients: z.int(),
    rows: z.int(),
    /** Rows of each table. */
    tables: z.array(z.object({ table: z.string(), rows: z.int() })),
  }),
  problems: [],
})

/** The operations of `portability`, by the second part of their name. */
export const portabilityContract = {
  exportPatient,
  exportToFile,
  import: importArchive,
  importReport: readImportReport,
  digest: digestRecords,
}
