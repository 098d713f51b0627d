import { expect, test } from 'vitest'
import { migrations } from '#migrations/list.ts'
import { fileOf, frozenFingerprints, migrationFiles, presentFingerprints } from './fingerprints.ts'

test('the folder and the list agree: no migration is forgotten, none is misnamed', () => {
  expect(migrationFiles()).toEqual(migrations.map(fileOf))
  expect(migrations.map((one) => one.number)).toEqual(migrations.map((one) => one.number).toSorted((a, b) => a - b))
})

test('a shipped migration is never edited, nor the schema it makes', async () => {
  const present = await presentFingerprints()
  for (const [file, fingerprint] of Object.entries(frozenFingerprints())) {
    expect(present[file], `${file} is frozen: put the change in a new migration`).toEqual(fingerprint)
  }
})

test('what is frozen comes first: a new migration cannot slip in between', () => {
  const frozen = Object.keys(frozenFingerprints())
  expect(migrations.slice(0, frozen.length).map(fileOf)).toEqual(frozen)
})
