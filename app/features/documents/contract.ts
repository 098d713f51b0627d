import { z } from 'zod'
import { id, version } from '#app/kernel/ids.ts'
import { operation } from '#app/kernel/operation.ts'
import {
  arrangedPage,
  categoryFields,
  documentCategory,
  documentDay,
  documentFields,
  documentLine,
  documentView,
  documentWords,
  mostPages,
  pieceBytes,
  quarterTurn,
  scanFault,
  scanSettings,
  scanState,
} from './model.ts'

/** A document of a record out of sight is `not-found`; one that is to be filed is everybody's who reads documents. */
const inSight = { patients: 'visible' } as const
const named = z.strictObject({ documentId: id })
const edited = z.strictObject({ documentId: id, expectedVersion: version })
const shown = z.object({ document: documentView })
const upload = z.object({ uploadId: id, receivedBytes: z.int() })

/**
 * Begins an import, or takes it up again after a cut when the same caller names it. Nothing is a document before
 * `documents.import`; what is left unfinished is dropped after a day.
 */
export const startUpload = operation({
  name: 'documents.startUpload',
  kind: 'command',
  needs: 'active-session',
  permission: 'document.write',
  scope: { patients: 'none', because: 'the file is linked to a record when it is imported' },
  audit: { none: 'nothing is imported yet' },
  input: z.strictObject({
    uploadId: id,
    fileName: z.string().max(1_000),
    bytes: z
      .int()
      .min(0)
      .max(2 ** 50),
  }),
  output: upload,
  problems: ['document.refused', 'document.too-many-uploads'],
})

/** One piece of a file, at its place. Sent again, it changes nothing. Answers where the next one begins. */
export const sendPiece = operation({
  name: 'documents.sendPiece',
  kind: 'command',
  needs: 'active-session',
  permission: 'document.write',
  scope: { patients: 'none', because: 'the file is linked to a record when it is imported' },
  audit: { none: 'nothing is imported yet' },
  input: z.strictObject({
    uploadId: id,
    offset: z.int().min(0),
    /** Base64. */
    piece: z.string().max(Math.ceil(pieceBytes / 3) * 4),
  }),
  output: upload,
  problems: [],
})

/** Gives an import up, with what was sent of it. */
export const dropUpload = operation({
  name: 'documents.dropUpload',
  kind: 'command',
  needs: 'active-session',
  permission: 'document.write',
  scope: { patients: 'none', because: 'the file is linked to no record' },
  audit: { none: 'nothing was imported' },
  input: z.strictObject({ uploadId: id }),
  output: z.object({}),
  problems: [],
})

/**
 * Makes a document of a file that was sent whole, in a record or to be filed. What it is, its title, category and day
 * are told from its content and name unless said. The same content twice in one record is refused, with the one there.
 */
export const importDocument = operation({
  name: 'documents.import',
  kind: 'command',
  needs: 'active-session',
  permission: 'document.write',
  scope: inSight,
  audit: 'document.import',
  input: z.strictObject({
    uploadId: id,
    patientId: id.nullable(),
    /** What the file's own date was at the seat. */
    fileDate: documentDay.nullable(),
  }),
  output: shown,
  problems: ['document.refused', 'document.already-here', 'document.incomplete'],
})

/** Makes a document of what an e-mail encloses, in the same record. */
export const importEnclosure = operation({
  name: 'documents.importEnclosure',
  kind: 'command',
  needs: 'active-session',
  permission: 'document.write',
  scope: inSight,
  audit: 'document.import',
  input: z.strictObject({ documentId: id, index: z.int().min(0).max(1_000) }),
  output: shown,
  problems: ['document.refused', 'document.already-here'],
})

/** Documents that are in no record yet, the oldest first. */
export const listUnfiled = operation({
  name: 'documents.listUnfiled',
  kind: 'query',
  needs: 'active-session',
  permission: 'document.write',
  scope: inSight,
  audit: { none: 'a list of files of no record' },
  input: z.strictObject({ offset: z.int().min(0).max(100_000), limit: z.int().min(1).max(200) }),
  output: z.object({ documents: z.array(documentLine), total: z.int() }),
  problems: [],
})

/** A document with its versions, without its bytes. */
export const openDocument = operation({
  name: 'documents.open',
  kind: 'query',
  needs: 'active-session',
  permission: 'document.read',
  scope: inSight,
  audit: 'document.open',
  input: named,
  output: shown,
  problems: [],
})

/** One piece of a document's content, checked against its digests. `number` names a version; the present one by default. */
export const readDocument = operation({
  name: 'documents.read',
  kind: 'query',
  needs: 'active-session',
  permission: 'document.read',
  scope: inSight,
  audit: { none: 'journaled when the document was opened' },
  input: z.strictObject({ documentId: id, number: z.int().min(1).nullable(), position: z.int().min(0).max(10_000) }),
  output: z.object({
    /** Base64. */
    piece: z.string(),
    bytes: z.int(),
    pieces: z.int(),
    digest: z.string(),
  }),
  problems: ['document.damaged'],
})

/** The words of a text, a web page, a CDA or an e-mail, decoded. */
export const readWords = operation({
  name: 'documents.readWords',
  kind: 'query',
  needs: 'active-session',
  permission: 'document.read',
  scope: inSight,
  audit: { none: 'journaled when the document was opened' },
  input: named,
  output: z.object({ words: documentWords }),
  problems: ['document.damaged', 'document.not-readable'],
})

/** Corrects what is said of a document. */
export const updateDocument = operation({
  name: 'documents.update',
  kind: 'command',
  needs: 'active-session',
  permission: 'document.write',
  scope: inSight,
  audit: 'document.update',
  input: z.strictObject({ documentId: id, expectedVersion: version, fields: documentFields }),
  output: shown,
  problems: ['edit.conflict'],
})

/** Puts a document in a record, in another one, or back among those to be filed. Both must be in sight. */
export const moveDocument = operation({
  name: 'documents.move',
  kind: 'command',
  needs: 'active-session',
  permission: 'document.write',
  scope: inSight,
  audit: 'document.move',
  input: z.strictObject({ documentId: id, expectedVersion: version, patientId: id.nullable() }),
  output: shown,
  problems: ['edit.conflict', 'document.already-here'],
})

/** Takes a document out of the record; kept with it. */
export const removeDocument = operation({
  name: 'documents.remove',
  kind: 'command',
  needs: 'active-session',
  permission: 'document.write',
  scope: inSight,
  audit: 'document.remove',
  input: edited,
  output: z.object({ version }),
  problems: ['edit.conflict'],
})

/** Brings a removed document back. */
export const restoreDocument = operation({
  name: 'documents.restore',
  kind: 'command',
  needs: 'active-session',
  permission: 'document.write',
  scope: inSight,
  audit: 'document.restore',
  input: edited,
  output: shown,
  problems: ['edit.conflict'],
})

/** Turns an image. */
export const turnImage = operation({
  name: 'documents.turn',
  kind: 'command',
  needs: 'active-session',
  permission: 'document.write',
  scope: inSight,
  audit: 'document.turn',
  input: edited.extend({ turn: quarterTurn }),
  output: shown,
  problems: ['edit.conflict', 'document.not-arrangeable'],
})

/** Puts the pages of a PDF in another order, turns or leaves some out: a new version of it. */
export const arrangePages = operation({
  name: 'documents.arrange',
  kind: 'command',
  needs: 'active-session',
  permission: 'document.write',
  scope: inSight,
  audit: 'document.arrange',
  input: edited.extend({ pages: z.array(arrangedPage).min(1).max(mostPages) }),
  output: shown,
  problems: ['edit.conflict', 'document.not-arrangeable'],
})

/** Makes another document of some pages of a PDF; with `takeOut`, they leave this one, in a new version of it. */
export const extractPages = operation({
  name: 'documents.extract',
  kind: 'command',
  needs: 'active-session',
  permission: 'document.write',
  scope: inSight,
  audit: 'document.extract',
  input: edited.extend({
    pages: z.array(z.int().min(0).max(mostPages)).min(1).max(mostPages),
    title: documentFields.shape.title,
    takeOut: z.boolean(),
  }),
  output: z.object({ document: documentView, extracted: documentView }),
  problems: ['edit.conflict', 'document.not-arrangeable', 'document.already-here'],
})

/** Shows a former content again, as a new version; those in between stay. */
export const useFormerVersion = operation({
  name: 'documents.useVersion',
  kind: 'command',
  needs: 'active-session',
  permission: 'document.write',
  scope: inSight,
  audit: 'document.use-version',
  input: edited.extend({ number: z.int().min(1) }),
  output: shown,
  problems: ['edit.conflict'],
})

/** How many documents are to be filed: the figure of the rail. */
export const countUnfiled = operation({
  name: 'documents.counts',
  kind: 'query',
  needs: 'active-session',
  permission: 'document.write',
  scope: inSight,
  audit: { none: 'a figure only' },
  input: z.strictObject({}),
  output: z.object({ unfiled: z.int() }),
  problems: [],
})

/** The categories of documents, in their order, archived ones too. */
export const listCategories = operation({
  name: 'documents.categories',
  kind: 'query',
  needs: 'active-session',
  permission: { anyone: 'names of categories, which lists and filters show' },
  scope: { patients: 'none', because: 'categories belong to the cabinet' },
  audit: { none: 'a list of names' },
  input: z.strictObject({}),
  output: z.object({ categories: z.array(documentCategory) }),
  problems: [],
})

/** Adds a category (`categoryId: null`) or corrects one. */
export const saveCategory = operation({
  name: 'documents.saveCategory',
  kind: 'command',
  needs: 'active-session',
  permission: 'cabinet.configure',
  scope: { patients: 'none', because: 'categories belong to the cabinet' },
  audit: 'document.category',
  input: z.strictObject({
    categoryId: id.nullable(),
    expectedVersion: version.nullable(),
    fields: categoryFields,
    archived: z.boolean(),
  }),
  output: z.object({ category: documentCategory }),
  problems: ['edit.conflict', 'document.category-taken'],
})

/** Puts the categories in another order. */
export const orderCategories = operation({
  name: 'documents.orderCategories',
  kind: 'command',
  needs: 'active-session',
  permission: 'cabinet.configure',
  scope: { patients: 'none', because: 'categories belong to the cabinet' },
  audit: 'document.category-order',
  input: z.strictObject({ categoryIds: z.array(id).max(200) }),
  output: z.object({ categories: z.array(documentCategory) }),
  problems: [],
})

/** The folder where a scanner puts its files, how it goes, and what was set aside lately. */
export const readScanFolder = operation({
  name: 'documents.scanFolder',
  kind: 'query',
  needs: 'active-session',
  permission: 'document.write',
  scope: { patients: 'none', because: 'a folder of the computer' },
  audit: { none: 'how a folder goes' },
  input: z.strictObject({}),
  output: z.object({
    settings: scanSettings,
    state: scanState,
    faults: z.array(scanFault),
    /** Only the window of the cabinet's own computer names a folder of it. */
    isAtHost: z.boolean(),
    version: z.int(),
  }),
  problems: [],
})

/** Names the folder to watch, or none. Only at the cabinet's own computer. */
export const saveScanFolder = operation({
  name: 'documents.saveScanFolder',
  kind: 'command',
  needs: 'active-session',
  permission: 'cabinet.configure',
  scope: { patients: 'none', because: 'a folder of the computer' },
  audit: 'document.scan-folder',
  input: z.strictObject({ settings: scanSettings, expectedVersion: z.int().min(0) }),
  output: z.object({ version: z.int() }),
  problems: ['edit.conflict', 'document.folder-unusable', 'document.host-only'],
})

/** Everything that may be asked about documents. */
export const documentsContract = {
  arrange: arrangePages,
  categories: listCategories,
  counts: countUnfiled,
  dropUpload,
  extract: extractPages,
  import: importDocument,
  importEnclosure,
  listUnfiled,
  move: moveDocument,
  open: openDocument,
  orderCategories,
  read: readDocument,
  readWords,
  remove: removeDocument,
  restore: restoreDocument,
  saveCategory,
  saveScanFolder,
  scanFolder: readScanFolder,
  sendPiece,
  startUpload,
  turn: turnImage,
  update: updateDocument,
  useVersion: useFormerVersion,
}
