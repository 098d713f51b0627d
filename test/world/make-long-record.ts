/**
 * Makes the cabinet of a long record in a folder, beside a journey: what drives the browser does not load the core.
 *
 * node test/world/make-long-record.ts FOLDER LINES
 */
import { makeLongRecord } from './long-record.ts'

const [folder, lines] = process.argv.slice(2)
if (folder === undefined || lines === undefined) throw new Error('node test/world/make-long-record.ts FOLDER LINES')
process.stdout.write(JSON.stringify(await makeLongRecord(folder, Number(lines))))
