import { z } from 'zod'
import { id, instantUtc } from '#app/kernel/ids.ts'

/** The edition of the archive’s form: raised when an older program could not read it. */
export const archiveEdition = 2

/** The first edition whose identities come with their proofs: the status of those before is only said. */
export const proofsEdition = 2

/** What an archive holds: one record, or the cabinet’s. */
export const archiveKind = z.enum(['unit', 'massive'])
export type ArchiveKind = z.infer<typeof archiveKind>

/** A file of an archive, as its manifest lists it. */
export const archivedFile = z.strictObject({
  path: z.string().min(1).max(400),
  bytes: z.int().min(0),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
})

/** A record of an archive. */
export const archivedPatient = z.strictObject({
  patientId: id,
  folder: z.string().min(1).max(200),
  /** SHA-256 of its canonical content, as `cabinet digest` says it. */
  digest: z.string().regex(/^[0-9a-f]{64}$/),
})

/** MANIFEST.json: what the archive is, and the digest of each of its files but itself. */
export const archiveManifest = z.strictObject({
  format: z.literal('cabinet-ouvert-archive'),
  edition: z.int().min(1),
  kind: archiveKind,
  exportId: id,
  cabinetId: id,
  cabinetName: z.string().max(200),
  madeAt: instantUtc,
  madeBy: z.string().max(200),
  program: z.string().max(100),
  /** What the rules leave out of it, in words. */
  leftOut: z.array(z.string().max(500)).max(20),
  patients: z.array(archivedPatient).max(1_000_000),
  files: z.array(archivedFile).max(5_000_000),
})
export type ArchiveManifest = z.infer<typeof archiveManifest>

/** Who wrote what an archive holds: kept by name where the account does not exist. */
export const archivedAuthor = z.strictObject({
  userId: id,
  title: z.enum(['Dr', 'Pr', 'M.', 'Mme', '']),
  lastName: z.string().min(1).max(80),
  firstName: z.string().min(1).max(80),
  rpps: z
    .string()
    .regex(/^\d{11}$/)
    .nullable(),
  profession: z.string().max(200).nullable(),
})
export type ArchivedAuthor = z.infer<typeof archivedAuthor>

/** Why an archive is not read. */
export const archiveFault = z.enum([
  'not-an-archive',
  'damaged',
  'unsafe-name',
  'same-name-twice',
  'too-big',
  'bomb',
  'no-manifest',
  'newer-edition',
  'file-missing',
  'file-unlisted',
  'wrong-digest',
  'unknown-table',
  'wrong-rows',
  'foreign-identifier',
  'foreign-author',
  'test-matricule',
])
export type ArchiveFault = z.infer<typeof archiveFault>

/** What became of one record of an archive. */
export const importedPatient = z.object({
  patientId: id,
  outcome: z.enum(['imported', 'already-here', 'same-matricule']),
  fileNumber: z.int().nullable(),
})

/** What an import did. */
export const importReport = z.object({
  imported: z.int(),
  skipped: z.int(),
  patients: z.array(importedPatient).max(500),
  /** Authors no account of this cabinet stands for: kept by name. */
  keptByName: z.array(z.string()),
})
export type ImportReport = z.infer<typeof importReport>
