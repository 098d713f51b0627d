export { BlobDamaged, digestOf, readBlob, readBlobPieces, storeBlob } from './blobs.ts'
export { dropUnusedBlobs } from './unused-blobs.ts'
export { patientColumns } from './tables.ts'
