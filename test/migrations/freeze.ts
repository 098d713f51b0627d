// Run when a version ships: `node test/migrations/freeze.ts`. Records the migrations that are not frozen yet in
// migrations/frozen.json. One that is frozen and differs is refused: cabinets in use already ran it. Write a new one.
import { writeFileSync } from 'node:fs'
import { frozenFile, frozenFingerprints, presentFingerprints } from './fingerprints.ts'

const frozen = frozenFingerprints()
const present = await presentFingerprints()
const changed = Object.keys(frozen).filter(
  (file) => frozen[file]?.file !== present[file]?.file || frozen[file]?.schema !== present[file]?.schema,
)
if (changed.length > 0) {
  process.stderr.write(`frozen, and changed since: ${changed.join(', ')}\n`)
  process.exitCode = 1
} else {
  writeFileSync(frozenFile, `${JSON.stringify(present, null, 2)}\n`)
  const added = Object.keys(present).filter((file) => frozen[file] === undefined)
  process.stdout.write(`frozen now: ${added.join(', ') || 'nothing new'}\n`)
}
