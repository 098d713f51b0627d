import { expect, it } from 'vitest'
import { policyOf } from '#app/kernel/operation.ts'
import type { CabinetClient } from '#renderer/client/index.ts'
import { ImportQueue } from '#renderer/features/documents/import/import-queue.ts'

/** A host that makes a document of each upload once, and whose first answer to an import is lost on the way. */
function hostCutOnce() {
  const done = new Set<string>()
  const asked: string[] = []
  const dropped: string[] = []
  const call = (operation: Parameters<typeof policyOf>[0], input: { readonly uploadId: string }) => {
    const { name } = policyOf(operation)
    const { uploadId } = input
    asked.push(name)
    switch (name) {
      case 'documents.startUpload':
        return done.has(uploadId)
          ? { ok: false, problem: 'not-found', data: {} }
          : { ok: true, value: { uploadId, receivedBytes: 0 } }
      case 'documents.sendPiece':
        return { ok: true, value: { uploadId, receivedBytes: 5 } }
      case 'documents.import':
        done.add(uploadId)
        return done.size === 1
          ? { ok: false, problem: 'connection.lost', data: {} }
          : { ok: false, problem: 'document.already-here', data: { documentId: 'celui-ci', title: 'Note' } }
      default:
        dropped.push(uploadId)
        return { ok: true, value: {} }
    }
  }
  const client = { call: async (...given: Parameters<typeof call>) => call(...given) } as unknown as CabinetClient
  return { client, done, asked, dropped }
}

it('a file whose import was done as the line was cut finds itself, and what it became is left alone', async () => {
  const { client, done, dropped } = hostCutOnce()
  const queue = new ImportQueue(client)
  queue.add([new File(['abcde'], 'note.txt')], null)
  await expect.poll(() => queue.items()[0]?.state, { timeout: 5_000 }).toBe('already')
  expect(queue.items()[0]).toMatchObject({ documentId: 'celui-ci' })
  const [first, second] = [...done]
  expect(second).toBeDefined()
  expect(dropped).toEqual([second])
  expect(dropped).not.toContain(first)
})

it('a file that shrank since it was dropped ends, and is not sent for ever', async () => {
  const { client, asked } = hostCutOnce()
  const stuck = {
    call: async (...given: Parameters<CabinetClient['call']>) =>
      policyOf(given[0]).name === 'documents.sendPiece'
        ? { ok: true, value: { uploadId: '', receivedBytes: 0 } }
        : client.call(...given),
  } as unknown as CabinetClient
  const queue = new ImportQueue(stuck)
  queue.add([new File(['abcde'], 'note.txt')], null)
  await expect.poll(() => queue.items()[0]?.state).toBe('failed')
  expect(asked).not.toContain('documents.import')
})
