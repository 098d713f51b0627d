import { categoryHandlers } from './category-handlers.ts'
import { documentHandlers } from './handlers.ts'
import { importHandlers } from './import-handlers.ts'
import { pageHandlers } from './page-handlers.ts'
import { scanHandlers } from './scan-handlers.ts'

export {
  dropPieces,
  findBlob,
  insertPiece,
  keepPieces,
  readBlob,
  readBlobPieces,
  storeBlob,
} from './blobs.ts'
export { usualCategories } from '#app/features/documents/model.ts'
export { putDocumentEntry } from './entry.ts'
export { savedFileName } from '#app/features/documents/rules.ts'
export { makeDocument, type NewDocument } from './making.ts'
export { insertDocument } from './repository.ts'
export {
  importScan,
  isScanFault,
  noteScanFault,
  readScanSettings,
  type ScanDesk,
  type ScanOutcome,
} from './scans.ts'
export { type DocumentTable, patientColumns } from './tables.ts'
export { dropUnusedBlobs } from './unused-blobs.ts'

/** What answers about documents. */
export const documentsHandlers = [
  ...importHandlers,
  ...documentHandlers,
  ...pageHandlers,
  ...categoryHandlers,
  ...scanHandlers,
]
