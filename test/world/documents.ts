import { PDFDocument, StandardFonts } from '@cantoo/pdf-lib'
import { contract } from '#app/contract.ts'
import { pieceBytes } from '#app/features/documents/model.ts'
import type { Reply } from '#app/kernel/operation.ts'
import type { MemorySeat } from '#main/wire/index.ts'

/** A file somebody drops. */
export interface DroppedFile {
  readonly fileName: string
  readonly bytes: Uint8Array
  /** `null`: to be filed. */
  readonly patientId: string | null
  readonly fileDate?: string
}

/** Sends a file piece by piece and imports it, as the screens do. */
export async function dropFile(
  seat: MemorySeat,
  file: DroppedFile,
): Promise<Reply<typeof contract.documents.import> | Reply<typeof contract.documents.startUpload>> {
  const uploadId = crypto.randomUUID()
  const { fileName, bytes } = file
  const started = await seat.call(contract.documents.startUpload, { uploadId, fileName, bytes: bytes.length })
  if (!started.ok) return started
  await sendPieces(seat, uploadId, bytes)
  const { patientId, fileDate = null } = file
  const imported = await seat.call(contract.documents.import, { uploadId, patientId, fileDate })
  if (!imported.ok) await seat.call(contract.documents.dropUpload, { uploadId })
  return imported
}

/** Sends what a file holds from an offset on. */
export async function sendPieces(seat: MemorySeat, uploadId: string, bytes: Uint8Array, from = 0): Promise<void> {
  for (let offset = from; offset < bytes.length; offset += pieceBytes) {
    const piece = Buffer.from(bytes.subarray(offset, offset + pieceBytes)).toString('base64')
    const sent = await seat.call(contract.documents.sendPiece, { uploadId, offset, piece })
    if (!sent.ok) throw new Error(sent.problem)
  }
}

/** The same, when it must succeed. */
export async function dropped(seat: MemorySeat, file: DroppedFile) {
  const reply = await dropFile(seat, file)
  if (!reply.ok || !('document' in reply.value)) throw new Error(reply.ok ? 'not imported' : reply.problem)
  return reply.value.document
}

/** A PDF of some pages, each with its words. */
export async function pdfOf(...pages: readonly string[]): Promise<Uint8Array> {
  const pdf = await PDFDocument.create()
  const font = await pdf.embedFont(StandardFonts.Helvetica)
  for (const words of pages) pdf.addPage([595, 842]).drawText(words, { x: 60, y: 760, size: 14, font })
  return pdf.save()
}

/** A text that nobody imported yet. */
export function freshText(): Uint8Array {
  return new TextEncoder().encode(`Compte rendu ${crypto.randomUUID()}`)
}

/** A whole content, read back as the screens do. */
export async function readBack(seat: MemorySeat, documentId: string, number: number | null = null) {
  const pieces: Buffer[] = []
  for (let position = 0; ; position += 1) {
    const reply = await seat.call(contract.documents.read, { documentId, number, position })
    if (!reply.ok) throw new Error(reply.problem)
    pieces.push(Buffer.from(reply.value.piece, 'base64'))
    if (position + 1 >= reply.value.pieces) return new Uint8Array(Buffer.concat(pieces))
  }
}
