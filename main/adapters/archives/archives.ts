import type { Archives } from '#core/ports/index.ts'
import { saveFile } from './files.ts'
import { openZip } from './read-zip.ts'
import { packZip } from './write-zip.ts'

/** ZIP files on this computer. */
export const archives: Archives = { pack: packZip, save: saveFile, open: openZip }
