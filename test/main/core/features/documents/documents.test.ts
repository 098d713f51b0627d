import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { contract } from '#app/contract.ts'
import { pieceBytes } from '#app/features/documents/model.ts'
import { blobNamers } from '#core/features/documents/unused-blobs.ts'
import { dropFile, dropped, freshText, pdfOf, readBack, sendPieces } from '#test/world/documents.ts'
import { openWorld, signedIn, testPassword, type World } from '#test/world/open-world.ts'
import { endOf } from '#test/main/core/kernel/examples.ts'

const { documents, record } = contract

let world: World<'anna' | 'zoe' | 'office'>
let hers: string

beforeAll(async () => {
  const limited = { seesAllPatients: false } as const
  world = await openWorld({
    people: {
      anna: { roleKey: 'practitioner', ...limited },
      zoe: { roleKey: 'locum', ...limited },
      office: 'secretary',
    },
  })
  hers = await world.as('anna').createPatient()
}, 60_000)
afterAll(() => world[Symbol.asyncDispose]())

const anna = () => world.as('anna')
const text = (words: string) => new TextEncoder().encode(words)
const timelineOf = async (patientId: string) =>
  (await anna().must(record.timeline, { patientId, filter: {}, offset: 0, limit: 100 })).entries
const bytesOf = (pieces: number) => {
  const bytes = new Uint8Array(pieces * pieceBytes + 17)
  // « %PDF- », then what no reader understands: kept whole all the same.
  bytes.set(text('%PDF-1.7\n'))
  for (let at = 9; at < bytes.length; at += 1) bytes[at] = (at * 31) % 251
  return bytes
}

describe('an import', () => {
  it('makes a document with its title, day and category guessed, in the timeline and found by its words', async () => {
    const bytes = await pdfOf('Laboratoire : HbA1c 7,9', 'Suite : troponine')
    const made = await dropped(anna(), { fileName: 'labo-estuaire_2026-11-12.pdf', bytes, patientId: hers })
    expect(made).toMatchObject({ kind: 'pdf', pages: 2, number: 1, fileName: 'labo-estuaire_2026-11-12.pdf' })
    expect(made.fields).toMatchObject({ title: 'Labo-estuaire', documentDate: '2026-11-12' })
    const { categories } = await anna().must(documents.categories, {})
    expect(categories.find(({ categoryId }) => categoryId === made.fields.categoryId)?.fields.name).toBe('Biologie')
    const entry = (await timelineOf(hers)).find(({ entryId }) => entryId === made.documentId)
    expect(entry).toMatchObject({ kind: 'document', title: 'Labo-estuaire', detail: 'PDF · 2 pages' })
    const found = await anna().must(record.search, {
      patientId: hers,
      text: 'troponine',
      filter: {},
      offset: 0,
      limit: 10,
    })
    expect(found.matches.map((match) => match.entry.entryId)).toEqual([made.documentId])
  })

  it('gives back the very bytes, piece by piece, each checked', async () => {
    const bytes = bytesOf(3)
    const { documentId } = await dropped(anna(), { fileName: 'grand.pdf', bytes, patientId: hers })
    expect(Buffer.compare(await readBack(anna(), documentId), bytes)).toBe(0)
  })

  it('is taken up again after a cut, and sent again changes nothing', async () => {
    const bytes = bytesOf(2)
    bytes[20] = 1
    const uploadId = crypto.randomUUID()
    const begin = { uploadId, fileName: 'coupe.pdf', bytes: bytes.length }
    await anna().must(documents.startUpload, begin)
    const first = { uploadId, offset: 0, piece: Buffer.from(bytes.subarray(0, pieceBytes)).toString('base64') }
    expect(await anna().must(documents.sendPiece, first)).toMatchObject({ receivedBytes: pieceBytes })
    expect(await anna().must(documents.sendPiece, first)).toMatchObject({ receivedBytes: pieceBytes })
    // A piece from further on is not taken: what is there is said.
    const late = { uploadId, offset: 2 * pieceBytes, piece: 'AAAA' }
    expect(await anna().must(documents.sendPiece, late)).toMatchObject({ receivedBytes: pieceBytes })
    const half = await anna().call(documents.import, { uploadId, patientId: hers, fileDate: null })
    expect(half).toMatchObject({ ok: false, problem: 'document.incomplete', data: { receivedBytes: pieceBytes } })
    expect(await anna().must(documents.startUpload, begin)).toMatchObject({ receivedBytes: pieceBytes })
    await sendPieces(anna(), uploadId, bytes, pieceBytes)
    const { document } = await anna().must(documents.import, { uploadId, patientId: hers, fileDate: null })
    expect(Buffer.compare(await readBack(anna(), document.documentId), bytes)).toBe(0)
  })

  it('is its sender’s alone, and given up leaves nothing', async () => {
    const uploadId = crypto.randomUUID()
    const before = (await world.rowsOf('blob_piece')).length
    await anna().must(documents.startUpload, { uploadId, fileName: 'a.txt', bytes: pieceBytes + 3 })
    const piece = Buffer.alloc(pieceBytes, 65).toString('base64')
    await anna().must(documents.sendPiece, { uploadId, offset: 0, piece })
    const rest = { uploadId, offset: pieceBytes, piece: Buffer.from('abc').toString('base64') }
    const stolen = await world.as('office').call(documents.sendPiece, rest)
    expect(stolen).toMatchObject({ ok: false, problem: 'not-found' })
    await world.as('office').must(documents.dropUpload, { uploadId })
    expect((await world.rowsOf('blob_piece')).length).toBe(before + 1)
    await anna().must(documents.dropUpload, { uploadId })
    expect((await world.rowsOf('blob_piece')).length).toBe(before)
    expect(await world.rowsOf('document_upload')).toEqual([])
  })

  it('begun again under the name of one that is done never touches what that one became', async () => {
    const uploadId = crypto.randomUUID()
    const bytes = freshText()
    const begin = { uploadId, fileName: 'a.txt', bytes: bytes.length }
    await anna().must(documents.startUpload, begin)
    await sendPieces(anna(), uploadId, bytes)
    const { document } = await anna().must(documents.import, { uploadId, patientId: hers, fileDate: null })
    for (const name of ['anna', 'office'] as const) {
      expect(await world.as(name).call(documents.startUpload, begin)).toMatchObject({
        ok: false,
        problem: 'not-found',
      })
      await world.as(name).must(documents.dropUpload, { uploadId })
    }
    expect(Buffer.from(await readBack(anna(), document.documentId)).equals(Buffer.from(bytes))).toBe(true)
  })

  it('is not begun under the name of somebody else’s', async () => {
    const uploadId = crypto.randomUUID()
    const begin = { uploadId, fileName: 'a.txt', bytes: 6 }
    await anna().must(documents.startUpload, begin)
    const other = await world.as('office').call(documents.startUpload, begin)
    expect(other).toMatchObject({ ok: false, problem: 'not-found' })
    await anna().must(documents.dropUpload, { uploadId })
  })

  it('is cut in the same places by everybody: how a content is kept says nothing of who had it before', async () => {
    const bytes = new Uint8Array([...new TextEncoder().encode('%PDF-1.7 '), ...new Uint8Array(pieceBytes)])
    crypto.getRandomValues(bytes.subarray(20, 60))
    const uploadId = crypto.randomUUID()
    await anna().must(documents.startUpload, { uploadId, fileName: 'a.pdf', bytes: bytes.length })
    const small = Buffer.from(bytes.subarray(0, 1000)).toString('base64')
    expect(await anna().must(documents.sendPiece, { uploadId, offset: 0, piece: small })).toMatchObject({
      receivedBytes: 0,
    })
    await sendPieces(anna(), uploadId, bytes)
    const { document } = await anna().must(documents.import, { uploadId, patientId: hers, fileDate: null })
    const first = { documentId: document.documentId, number: null, position: 0 }
    expect(await anna().must(documents.read, first)).toMatchObject({ pieces: 2 })
  })

  it('of what the record holds already says so and names it; elsewhere it is kept once', async () => {
    const bytes = freshText()
    const first = await dropped(anna(), { fileName: 'a.txt', bytes, patientId: hers })
    const again = await dropFile(anna(), { fileName: 'b.txt', bytes, patientId: hers })
    expect(again).toMatchObject({
      ok: false,
      problem: 'document.already-here',
      data: { documentId: first.documentId, title: first.fields.title },
    })
    const other = await anna().createPatient()
    const elsewhere = await dropped(anna(), { fileName: 'b.txt', bytes, patientId: other })
    const rows = await world.rowsOf('document')
    const digests = new Set(
      rows
        .filter((row) => [first.documentId, elsewhere.documentId].includes(row.document_id))
        .map((row) => row.blob_digest),
    )
    expect(digests.size).toBe(1)
    expect((await world.rowsOf('blob')).filter((row) => digests.has(row.digest))).toHaveLength(1)
  })

  it('remembers the category given to files named alike', async () => {
    const first = await dropped(anna(), {
      fileName: 'ophtalmo sorel 20261001.txt',
      bytes: freshText(),
      patientId: hers,
    })
    const { categories } = await anna().must(documents.categories, {})
    const certificate = categories.find(({ fields }) => fields.name === 'Certificat')?.categoryId ?? ''
    const { documentId, version: expectedVersion, fields } = first
    await anna().must(documents.update, { documentId, expectedVersion, fields: { ...fields, categoryId: certificate } })
    const second = await dropped(anna(), {
      fileName: 'Ophtalmo_SOREL_20261102.txt',
      bytes: freshText(),
      patientId: hers,
    })
    expect(second.fields.categoryId).toBe(certificate)
  })
})

describe('a record out of sight', () => {
  it('gives none of its documents, whatever is asked of them', async () => {
    const { documentId, version } = await dropped(anna(), { fileName: 'a.txt', bytes: freshText(), patientId: hers })
    const zoe = world.as('zoe')
    const edited = { documentId, expectedVersion: version }
    const fields = { title: 'x', categoryId: null, documentDate: '2026-11-02', sender: '' }
    const replies = await Promise.all([
      zoe.call(documents.open, { documentId }),
      zoe.call(documents.read, { documentId, number: null, position: 0 }),
      zoe.call(documents.readWords, { documentId }),
      zoe.call(documents.update, { ...edited, fields }),
      zoe.call(documents.move, { ...edited, patientId: null }),
      zoe.call(documents.remove, edited),
      zoe.call(documents.arrange, { ...edited, pages: [{ from: 0, turn: 0 }] }),
      zoe.call(documents.importEnclosure, { documentId, index: 0 }),
    ])
    for (const reply of replies) expect(reply).toMatchObject({ ok: false, problem: 'not-found' })
    const dropThere = await dropFile(zoe, { fileName: 'b.txt', bytes: freshText(), patientId: hers })
    expect(dropThere).toMatchObject({ ok: false, problem: 'not-found' })
  })

  it('says nothing of a content it holds: who sends the same elsewhere only has their own', async () => {
    const bytes = freshText()
    await dropped(anna(), { fileName: 'secret.txt', bytes, patientId: hers })
    const theirs = await world.as('zoe').createPatient({ birthName: 'Ailleurs' })
    const mine = await dropped(world.as('zoe'), { fileName: 'copie.txt', bytes, patientId: theirs })
    expect(mine.versions).toHaveLength(1)
    expect(mine.fields.title).toBe('Copie')
  })

  it('takes no document of another: both records must be in sight', async () => {
    const theirs = await world.as('zoe').createPatient({ birthName: 'Loin' })
    const { documentId, version } = await dropped(anna(), { fileName: 'a.txt', bytes: freshText(), patientId: hers })
    const moved = await anna().call(documents.move, { documentId, expectedVersion: version, patientId: theirs })
    expect(moved).toMatchObject({ ok: false, problem: 'not-found' })
    expect((await anna().must(documents.open, { documentId })).document.patientId).toBe(hers)
  })
})

describe('a document', () => {
  it('moves with its versions and words, and back', async () => {
    const other = await anna().createPatient({ birthName: 'Autre' })
    const bytes = await pdfOf(`ferritine ${crypto.randomUUID()}`)
    const { documentId, version } = await dropped(anna(), { fileName: 'mauvais.pdf', bytes, patientId: hers })
    const move = { documentId, expectedVersion: version, patientId: other }
    const moved = (await anna().must(documents.move, move)).document
    expect((await timelineOf(hers)).some(({ entryId }) => entryId === documentId)).toBe(false)
    expect((await timelineOf(other)).map(({ entryId }) => entryId)).toEqual([documentId])
    const { entries: lines } = await anna().must(record.timeline, { patientId: other, filter: {}, offset: 0, limit: 5 })
    expect(lines).toHaveLength(1)
    for (const row of await world.rowsOf('document_version')) {
      if (row.document_id === documentId) expect(row.patient_id).toBe(other)
    }
    await anna().must(documents.move, { documentId, expectedVersion: moved.version, patientId: hers })
    expect(await timelineOf(other)).toEqual([])
    const lineage = (await world.journal()).filter(
      ({ act, subject_id }) => act === 'document.move' && subject_id === documentId,
    )
    expect(lineage.map(({ patient_id }) => patient_id)).toEqual([other, hers])
  })

  it('removed leaves the timeline, is kept, and comes back', async () => {
    const { documentId, version } = await dropped(anna(), { fileName: 'a.txt', bytes: freshText(), patientId: hers })
    const removed = await anna().must(documents.remove, { documentId, expectedVersion: version })
    expect((await timelineOf(hers)).some(({ entryId }) => entryId === documentId)).toBe(false)
    expect((await anna().must(documents.open, { documentId })).document.removed).toBe(true)
    const stale = await anna().call(documents.restore, { documentId, expectedVersion: version })
    expect(stale).toMatchObject({ ok: false, problem: 'edit.conflict' })
    await anna().must(documents.restore, { documentId, expectedVersion: removed.version })
    expect((await timelineOf(hers)).some(({ entryId }) => entryId === documentId)).toBe(true)
  })

  it('keeps each arrangement of its pages, and goes back to any', async () => {
    const bytes = await pdfOf('un', 'deux', 'trois')
    const made = await dropped(anna(), { fileName: 'pages.pdf', bytes, patientId: hers })
    const { documentId } = made
    const arrange = {
      documentId,
      expectedVersion: made.version,
      pages: [
        { from: 2, turn: 90 as const },
        { from: 0, turn: 0 as const },
      ],
    }
    const arranged = (await anna().must(documents.arrange, arrange)).document
    expect(arranged).toMatchObject({ number: 2, pages: 2 })
    expect(arranged.versions.map(({ number, pages }) => [number, pages])).toEqual([
      [2, 2],
      [1, 3],
    ])
    expect(Buffer.compare(await readBack(anna(), documentId, 1), bytes)).toBe(0)
    const again = { documentId, expectedVersion: arranged.version, number: 1 }
    const back = (await anna().must(documents.useVersion, again)).document
    expect(back).toMatchObject({ number: 3, pages: 3 })
    expect(Buffer.compare(await readBack(anna(), documentId), bytes)).toBe(0)
    const wrong = { documentId, expectedVersion: back.version, pages: [{ from: 9, turn: 0 as const }] }
    expect(await anna().call(documents.arrange, wrong)).toMatchObject({
      ok: false,
      problem: 'document.not-arrangeable',
      data: { reason: 'pages' },
    })
  })

  it('gives pages to another, taken out of the first, found by their own words', async () => {
    const mine = crypto.randomUUID().slice(0, 8)
    const bytes = await pdfOf(`Courrier ${mine}a`, `Ordonnance ${mine}b`)
    const { documentId, version } = await dropped(anna(), { fileName: 'deux.pdf', bytes, patientId: hers })
    const asked = { documentId, expectedVersion: version, pages: [1], title: 'Ordonnance', takeOut: true }
    const { document, extracted } = await anna().must(documents.extract, asked)
    expect(document).toMatchObject({ pages: 1, number: 2 })
    expect(extracted).toMatchObject({ pages: 1, number: 1, patientId: hers, fields: { title: 'Ordonnance' } })
    const search = { patientId: hers, text: `${mine}b`, filter: {}, offset: 0, limit: 10 }
    const { matches } = await anna().must(record.search, search)
    expect(matches.map(({ entry }) => entry.entryId)).toEqual([extracted.documentId])
    const all = { documentId, expectedVersion: document.version, pages: [0], title: 'Tout', takeOut: true }
    expect(await anna().call(documents.extract, all)).toMatchObject({ ok: false, data: { reason: 'pages' } })
  })
})

test('an e-mail gives its words, what it encloses, and is filed with its sender and its day', async () => {
  const enclosed = Buffer.from(await pdfOf(`Résultat ${crypto.randomUUID()}`)).toString('base64')
  const mail = [
    'From: =?utf-8?Q?Laboratoire_de_l=27Estuaire?= <labo@labo.example>',
    'To: cabinet@cabinet.example',
    'Subject: =?utf-8?Q?R=C3=A9sultats?=',
    'Date: Thu, 12 Nov 2026 10:00:00 +0100',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    'Content-Type: text/plain; charset=utf-8',
    '',
    'Ci-joint la natrémie.',
    '--b',
    'Content-Type: application/octet-stream; name="../r.pdf"',
    'Content-Disposition: attachment; filename="../r.pdf"',
    'Content-Transfer-Encoding: base64',
    '',
    enclosed,
    '--b--',
  ].join('\r\n')
  const made = await dropped(anna(), { fileName: 'message.eml', bytes: text(mail), patientId: hers })
  expect(made).toMatchObject({ kind: 'mail', shownAs: 'mail' })
  expect(made.fields).toMatchObject({
    title: 'Résultats',
    documentDate: '2026-11-12',
    sender: "Laboratoire de l'Estuaire",
  })
  const { words } = await anna().must(documents.readWords, { documentId: made.documentId })
  expect(words.text).toContain('natrémie')
  expect(words.mail?.enclosures.map(({ fileName }) => fileName)).toEqual(['../r.pdf'])
  const taken = await anna().must(documents.importEnclosure, { documentId: made.documentId, index: 0 })
  expect(taken.document).toMatchObject({ kind: 'pdf', fileName: 'r.pdf', patientId: hers, source: 'attachment' })
})

test('a category has one name, is put in order and put away; documents that have it keep it', async () => {
  const doctor = world.as('doctor')
  const fields = { name: 'Ophtalmologie', tone: 'teal' as const, keywords: ['fond d’œil'] }
  const asked = { categoryId: null, expectedVersion: null, fields, archived: false }
  const { category } = await doctor.must(documents.saveCategory, asked)
  const twin = await doctor.call(documents.saveCategory, { ...asked, fields: { ...fields, name: 'OPHTALMOLOGIE' } })
  expect(twin).toMatchObject({ ok: false, problem: 'document.category-taken' })
  const made = await dropped(anna(), { fileName: 'Fond d’oeil.txt', bytes: freshText(), patientId: hers })
  expect(made.fields.categoryId).toBe(category.categoryId)
  const { categories } = await doctor.must(documents.orderCategories, { categoryIds: [category.categoryId] })
  expect(categories[0]?.categoryId).toBe(category.categoryId)
  const { categoryId, version } = categories[0] ?? category
  await doctor.must(documents.saveCategory, { categoryId, expectedVersion: version, fields, archived: true })
  const next = await dropped(anna(), { fileName: 'fond d oeil droit.txt', bytes: freshText(), patientId: hers })
  expect(next.fields.categoryId).not.toBe(categoryId)
  const kept = await anna().must(documents.open, { documentId: made.documentId })
  expect(kept.document.fields.categoryId).toBe(categoryId)
})

test('a content changed on the disk is said damaged, never shown', async () => {
  await using own = await openWorld()
  const patientId = await own.as('doctor').createPatient()
  const { documentId } = await dropped(own.as('doctor'), { fileName: 'a.txt', bytes: freshText(), patientId })
  await own.core.dispose()
  await own.onTheDisk((database) => database.prepare('update blob_piece set piece = ?').run(Buffer.from('autre chose')))
  const seat = await signedIn(own.anotherCore(), own.cabinetId, { userId: own.userId('doctor') }, 'qui revient')
  const read = await seat.call(documents.read, { documentId, number: null, position: 0 })
  expect(read).toMatchObject({ ok: false, problem: 'document.damaged' })
  expect(await seat.call(documents.readWords, { documentId })).toMatchObject({ problem: 'document.damaged' })
})

test('every table that names a content is known to what drops those that none names', async () => {
  const namers = await world.onTheDisk((database) =>
    database
      .prepare(
        "select m.name from sqlite_master m join pragma_table_info(m.name) c where m.type = 'table' and c.name = 'blob_digest'",
      )
      .all(),
  )
  expect((namers as readonly { readonly name: string }[]).map(({ name }) => name).toSorted()).toEqual(
    [...blobNamers].toSorted(),
  )
})

test('a backup carries every content, and gives it back', async () => {
  await using own = await openWorld()
  const doctor = own.as('doctor')
  const patientId = await doctor.createPatient()
  const bytes = await pdfOf('Sauvegardé')
  const { documentId } = await dropped(doctor, { fileName: 'a.pdf', bytes, patientId })
  await own.onlyStays('doctor')
  const { jobId } = await doctor.must(contract.backups.start, {})
  const { path = '' } = (await endOf(doctor, jobId)).result ?? {}
  const restore = { path, name: 'Copie', mode: 'new' as const, expectedCabinetId: own.cabinetId }
  await doctor.must(contract.cabinet.close, { withBackup: false })
  const restored = await endOf(doctor, (await doctor.must(contract.backups.restore, restore)).jobId)
  const cabinetId = restored.result?.cabinetId ?? ''
  await doctor.must(contract.cabinet.open, { cabinetId, userId: own.userId('doctor'), password: testPassword })
  expect(Buffer.compare(await readBack(doctor, documentId), bytes)).toBe(0)
})
