import { expect, test } from 'vitest'
import { readGroupsSwitch } from '#core/features/access/index.ts'
import { makeTrainingGroups } from '#core/features/training/groups.ts'
import { anna, bruno, sqliteCabinet } from '#test/main/core/features/patients/cabinet.ts'

const at = '2026-11-24T08:00:00.000Z'
const id = (last: number) => `01990000-0000-7000-8000-${String(last).padStart(12, '0')}`

test('groups are on; a tenth of the patients is the locum’s, six tenths are Dr Marchand’s, whoever makes the cabinet', async () => {
  const cabinet = await sqliteCabinet()
  try {
    const [marchands, esteves] = [id(1), id(2)]
    for (const [groupId, owner] of [
      [marchands, anna],
      [esteves, bruno],
    ] as const) {
      await cabinet.db
        .insertInto('access_group')
        .values({ access_group_id: groupId, kind: 'practitioner', name: owner, owner_user_id: owner, created_at: at })
        .execute()
    }
    let made = 10
    const members = [
      { userId: anna, lastName: 'Marchand' },
      { userId: bruno, lastName: 'Estève' },
    ]
    const groupsOf = await makeTrainingGroups(cabinet.db, members, { at, newId: () => id(made++) })
    expect(await readGroupsSwitch(cabinet.db)).toMatchObject({ enabled: true, version: 1 })

    const all = Array.from({ length: 1_000 }, (_, place) => groupsOf({ fileNumber: 90_000 + place, tags: [] }, place))
    const of = (groupId: string) => all.filter((groups) => groups.includes(groupId)).length
    expect([of(marchands), of(esteves)]).toEqual([600, 100])
    // Somebody of the manual whom the locum does not follow: what an emergency access is shown with.
    expect(groupsOf({ fileNumber: 1517, tags: [] }, 4)).toEqual([marchands])
    expect(groupsOf({ fileNumber: 2744, tags: [] }, 9)).toEqual([marchands, esteves])

    const custom = await cabinet.db
      .selectFrom('access_group')
      .select(['access_group_id', 'name', 'tag'])
      .where('kind', '=', 'custom')
      .where('tag', '<>', '')
      .orderBy('access_group_id')
      .execute()
    expect(custom.map(({ name, tag }) => [name, tag])).toEqual([
      ['Suivi de maternité', 'Maternité'],
      ['EHPAD Les Embruns', 'EHPAD'],
      ['Addictologie', 'Addicto'],
    ])
    expect(groupsOf({ fileNumber: 90_000, tags: ['EHPAD'] }, 0)).toContain(custom[1]?.access_group_id)
  } finally {
    await cabinet.close()
  }
})
