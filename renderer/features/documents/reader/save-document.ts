import type { DocumentView } from '#app/features/documents/model.ts'
import { savedFileName } from '#app/features/documents/rules.ts'
import type { AnyProblem, CabinetClient } from '#renderer/client/index.ts'
import { readContent } from './useContent.ts'

/**
 * Hands a document to the person as a file, under its title and the extension of what it is: the browser keeps it among
 * its downloads, the window of the program asks where to put it. Answers why it could not be read.
 */
export async function saveDocument(client: CabinetClient, document: DocumentView): Promise<AnyProblem | null> {
  const { documentId, number, fileName, kind } = document
  const read = await readContent(client, { documentId, number }, new AbortController().signal)
  if ('problem' in read) return read.problem
  // No type that a browser would show rather than save.
  const address = URL.createObjectURL(new Blob([read.bytes], { type: 'application/octet-stream' }))
  const link = globalThis.document.createElement('a')
  link.href = address
  // Cleaned again: what came in an archive was named elsewhere.
  link.download = savedFileName(fileName, kind)
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
  return null
}
