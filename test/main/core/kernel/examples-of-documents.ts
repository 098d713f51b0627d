import { contract } from '#app/contract.ts'
import { dropped, freshText, pdfOf, sendPieces } from '#test/world/documents.ts'
import { type Example, example, nothing } from './example.ts'
import type { ExampleWorld } from './example-subjects.ts'

const { documents } = contract

/** A document to be filed: whoever reads documents sees it. */
async function newDocument(world: ExampleWorld, file: { fileName: string; bytes: Uint8Array } | null = null) {
  const { fileName, bytes } = file ?? { fileName: 'compte-rendu.txt', bytes: freshText() }
  const { documentId, version } = await dropped(world.as('anna'), { fileName, bytes, patientId: null })
  return { documentId, expectedVersion: version }
}

const newPdf = async (world: ExampleWorld) =>
  newDocument(world, { fileName: 'scan.pdf', bytes: await pdfOf(crypto.randomUUID(), 'page 2') })

async function newUpload(world: ExampleWorld, isSent: boolean) {
  const uploadId = crypto.randomUUID()
  const bytes = freshText()
  const seat = world.as('doctor')
  await seat.must(documents.startUpload, { uploadId, fileName: 'note.txt', bytes: bytes.length })
  if (isSent) await sendPieces(seat, uploadId, bytes)
  return { uploadId, bytes }
}

const aPixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

async function newMail(world: ExampleWorld) {
  const enclosed = Buffer.from(freshText()).toString('base64')
  const mail = [
    'From: labo@labo.example',
    'To: cabinet@cabinet.example',
    `Subject: Resultats ${crypto.randomUUID()}`,
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    'Content-Type: text/plain',
    '',
    'Ci-joint.',
    '--b',
    'Content-Type: text/plain; name=r.txt',
    'Content-Disposition: attachment; filename=r.txt',
    'Content-Transfer-Encoding: base64',
    '',
    enclosed,
    '--b--',
  ].join('\r\n')
  return newDocument(world, { fileName: 'message.eml', bytes: new TextEncoder().encode(mail) })
}

const someCategory = () => ({
  name: `Ophtalmologie ${crypto.randomUUID().slice(0, 6)}`,
  tone: 'teal' as const,
  keywords: ['fond d’œil'],
})

/** A call that succeeds, for every operation about documents. */
export const documentExamples: readonly Example[] = [
  example(documents.startUpload)(async () => ({
    input: { uploadId: crypto.randomUUID(), fileName: 'note.txt', bytes: 12 },
  })),
  example(documents.sendPiece)(async (world) => {
    const { uploadId, bytes } = await newUpload(world, false)
    return { input: { uploadId, offset: 0, piece: Buffer.from(bytes).toString('base64') } }
  }),
  example(documents.dropUpload)(async (world) => ({ input: { uploadId: (await newUpload(world, true)).uploadId } })),
  example(documents.import)(async (world) => ({
    input: { uploadId: (await newUpload(world, true)).uploadId, patientId: null, fileDate: null },
  })),
  example(documents.importEnclosure)(async (world) => ({
    input: { documentId: (await newMail(world)).documentId, index: 0 },
  })),
  example(documents.listUnfiled)(async () => ({ input: { offset: 0, limit: 20 } })),
  example(documents.counts)(nothing),
  example(documents.open)(async (world) => ({ input: { documentId: (await newDocument(world)).documentId } })),
  example(documents.read)(async (world) => ({
    input: { documentId: (await newDocument(world)).documentId, number: null, position: 0 },
  })),
  example(documents.readWords)(async (world) => ({ input: { documentId: (await newDocument(world)).documentId } })),
  example(documents.update)(async (world) => ({
    input: {
      ...(await newDocument(world)),
      fields: { title: 'Compte rendu de cardiologie', categoryId: null, documentDate: '2026-11-02', sender: '' },
    },
  })),
  example(documents.move)(async (world) => ({ input: { ...(await newDocument(world)), patientId: null } })),
  example(documents.remove)(async (world) => ({ input: await newDocument(world) })),
  example(documents.restore)(async (world) => {
    const edited = await newDocument(world)
    const { version } = await world.as('anna').must(documents.remove, edited)
    return { input: { ...edited, expectedVersion: version } }
  }),
  example(documents.turn)(async (world) => ({
    input: {
      ...(await newDocument(world, { fileName: 'photo.png', bytes: Buffer.concat([aPixel, freshText()]) })),
      turn: 90,
    },
  })),
  example(documents.arrange)(async (world) => ({
    input: { ...(await newPdf(world)), pages: [{ from: 1, turn: 90 }] },
  })),
  example(documents.extract)(async (world) => ({
    input: { ...(await newPdf(world)), pages: [0], title: 'Première page', takeOut: true },
  })),
  example(documents.useVersion)(async (world) => {
    const edited = await newPdf(world)
    const { document } = await world.as('anna').must(documents.arrange, { ...edited, pages: [{ from: 1, turn: 0 }] })
    return { input: { documentId: edited.documentId, expectedVersion: document.version, number: 1 } }
  }),
  example(documents.categories)(nothing),
  example(documents.saveCategory)(async () => ({
    input: { categoryId: null, expectedVersion: null, fields: someCategory(), archived: false },
  })),
  example(documents.orderCategories)(async () => ({ input: { categoryIds: [] } })),
  example(documents.scanFolder)(nothing),
  example(documents.saveScanFolder)(async (world) => {
    const { version } = await world.as('doctor').must(documents.scanFolder, {})
    return { input: { settings: { folder: null }, expectedVersion: version } }
  }),
]
