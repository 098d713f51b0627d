import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { contract } from '#app/contract.ts'
import { largestDocument } from '#app/features/documents/model.ts'
import { documentRefusals } from '#app/text/fr/documents.ts'
import { sayRefusal } from '#app/text/fr/common.ts'
import { documentReading } from '#main/adapters/documents/document-reading.ts'
import { hostileFiles } from '#test/fixtures/documents/hostile.ts'
import { dropFile } from '#test/world/documents.ts'
import { openWorld, type World } from '#test/world/open-world.ts'

describe('hostile files', () => {
  let world: World
  let patientId: string
  beforeAll(async () => {
    // A bomb costs its whole time: a short one, here.
    world = await openWorld({ ports: { documentReading: documentReading({ timeoutMs: 1_000 }) } })
    patientId = await world.as('doctor').createPatient()
  })
  afterAll(() => world[Symbol.asyncDispose]())

  it('are taken in or refused for a reason one can read, all two hundred of them', { timeout: 60_000 }, async () => {
    const files = hostileFiles()
    expect(files.length).toBeGreaterThan(200)
    const doctor = world.as('doctor')
    const fates: string[] = []
    for (const file of files) {
      const began = performance.now()
      const reply = await dropFile(doctor, { ...file, fileName: file.name, patientId })
      if (performance.now() - began > 4_000) fates.push(`${file.name}: slow`)
      if (reply.ok) {
        const kind = 'document' in reply.value ? reply.value.document.kind : 'nothing'
        if (!('kind' in file.fate) || file.fate.kind !== kind) fates.push(`${file.name}: ${kind}`)
        continue
      }
      const reason = reply.problem === 'document.refused' ? reply.data.reason : reply.problem
      if (!('refused' in file.fate) || file.fate.refused !== reason) fates.push(`${file.name}: ${reason}`)
      if (!Object.values(documentRefusals).includes(sayRefusal(reply))) fates.push(`${file.name}: no words`)
    }
    expect(fates).toEqual([])
    expect(world.log.lines.filter(({ level }) => level === 'error')).toEqual([])
  })

  it('keep names that no system turns against its user', async () => {
    const names = (await world.rowsOf('document')).map((row) => row.file_name)
    expect(names.length).toBeGreaterThan(150)
    for (const name of names) {
      expect(name).toMatch(/^[^<>:"/\\|?*\p{Cc}\p{Cf}]{1,160}$/u)
      expect(name).toMatch(
        /^[^.\s].*\.(?:pdf|jpg|png|gif|webp|bmp|svg|tif|heic|xml|txt|html|eml|docx?|xlsx?|pptx|rtf|csv|log|md)$/u,
      )
      expect(name).not.toMatch(/^(?:con|nul|lpt\d)\./iu)
    }
  })

  it('leave no upload behind, and answer to the words of those that have some', async () => {
    expect(await world.rowsOf('document_upload')).toEqual([])
    const doctor = world.as('doctor')
    const rows = await world.rowsOf('document')
    const words = await Promise.all(
      rows
        .filter(({ kind }) => ['cda', 'html', 'xml', 'mail', 'text'].includes(kind))
        .map(async ({ document_id }) => doctor.call(contract.documents.readWords, { documentId: document_id })),
    )
    const read = words.filter((reply) => reply.ok)
    expect(read.length).toBeGreaterThan(60)
    for (const reply of words) if (!reply.ok) expect(reply.problem).toBe('document.not-readable')
    // Entities are never multiplied, nor files and addresses followed.
    for (const reply of read) {
      expect(reply.value.words.text.length).toBeLessThanOrEqual(400_000)
      expect(reply.value.words.text).not.toContain('root:x:')
      expect(reply.value.words.text).not.toMatch(/haha/u)
    }
  })

  it('of a gigabyte are refused from the size they declare: nothing is sent', async () => {
    const bytes = 1024 ** 3
    const started = await world
      .as('doctor')
      .call(contract.documents.startUpload, { uploadId: crypto.randomUUID(), fileName: 'disque.img', bytes })
    expect(started).toMatchObject({ ok: false, problem: 'document.refused', data: { reason: 'too-large' } })
    const allowed = await world.as('doctor').call(contract.documents.startUpload, {
      uploadId: crypto.randomUUID(),
      fileName: 'scan.pdf',
      bytes: largestDocument,
    })
    expect(allowed.ok).toBe(true)
  })
})
