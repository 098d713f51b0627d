import { expect, test } from 'vitest'
import { trainingSeed, trainingUsers } from '#app/features/cabinet/training.ts'
import { isRpps } from '#app/features/people/rules.ts'
import { nirKey } from '#app/kernel/nir.ts'
import { generateTraining } from '#core/features/training/generate.ts'
import { professionals, vitales } from '#test/simulators/cards/training-deck.ts'
import { annasGroup, sqliteCabinet } from '#test/main/core/features/patients/cabinet.ts'

/** Without accents, as a comparison of names has them. */
const plain = (text: string) => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toUpperCase()

test('the professional cards of training are those of its users, of one who has no number, of a renewed card and of a stranger', () => {
  const users = trainingUsers('2026-12-31').map(({ fields }) => ({
    rpps: 'rpps' in fields ? fields.rpps : null,
    name: plain(fields.lastName),
  }))
  const known = professionals.map(({ cardId, holder }) => {
    const rpps = holder.nationalId.slice(1)
    expect(isRpps(rpps)).toBe(true)
    return [
      cardId,
      users.find((user) => user.rpps === rpps)?.name ?? null,
      users.some((user) => user.name === plain(holder.lastName)),
    ]
  })
  expect(known).toEqual([
    ['cps-marchand', 'MARCHAND', true],
    ['cps-belkacem', 'BELKACEM', true],
    ['cps-marceau', 'MARCEAU', true],
    ['cps-esteve', null, true],
    ['cps-marchand-2', 'MARCHAND', true],
    ['cps-rouquette', null, false],
  ])
  expect(new Set(professionals.map(({ holder }) => holder.serialNumber)).size).toBe(professionals.length)
})

test('the Vitale cards of training are of its patients: all but one, and one of two of the same name', async () => {
  const cabinet = await sqliteCabinet()
  try {
    await generateTraining(cabinet.db, {
      patients: 40,
      seed: trainingSeed,
      today: '2026-11-24',
      groupsOf: () => [annasGroup],
      onProgress: () => undefined,
      isCancelled: () => false,
    })
    const rows = await cabinet.db
      .selectFrom('patient')
      .select(['used_name', 'used_first_name', 'birth_date', 'coverage_insured_nir'])
      .execute()
    const found = vitales.flatMap(({ content }) =>
      content.holders.map(({ name = '', firstName = '', birthDate = '', nir = '' }) => {
        expect(nirKey(nir.slice(0, 13))).toBe(nir.slice(13))
        const day = birthDate.replace(/(....)(..)(..)/, '$1-$2-$3')
        const same = rows.filter(
          (row) =>
            plain(row.used_name) === plain(name) &&
            plain(row.used_first_name) === plain(firstName) &&
            row.birth_date === day,
        )
        return [firstName, same.length, same.filter((row) => row.coverage_insured_nir === nir).length]
      }),
    )
    expect(found).toEqual([
      ['FRANÇOISE', 1, 1],
      ['MICHEL', 1, 1],
      ['GABIN', 0, 0],
      ['MANON', 2, 1],
      ['AÏCHA', 1, 1],
    ])
  } finally {
    await cabinet.close()
  }
})
