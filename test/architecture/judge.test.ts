import { describe, expect, test } from 'vitest'
import { readReach } from './imports.ts'
import { judge } from './judge.ts'
import { fixtureHouse, filesOfFixtureHouse } from './fixture-house.ts'
import { textOf } from './tree.ts'

/** What each fixture does wrong, in order; the fixtures also hold allowed imports, which must stay unnamed here. */
const wrongs: Record<string, readonly (readonly [specifier: string, because: RegExp])[]> = {
  'app/features/patients/rules.ts': [
    ['node:crypto', /app\/features\/patients must not see node:crypto/],
    ['#app/features/identity/rules.ts', /sees only model\.ts/],
  ],
  'app/kernel/operation.ts': [
    ['#main/core/kernel/dispatch.ts', /app\/kernel must not see/],
    ['#app/features/patients/model.ts', /app\/kernel must not see/],
  ],
  'main/core/features/patients/handlers.ts': [
    ['node:fs', /through a port of main\/core\/ports/],
    ['#core/db/database.ts', /must not see main\/core\/db\/database\.ts/],
    ['#core/features/people/repository.ts', /another slice through its index\.ts/],
    ['#test/world/openWorld.ts', /product code never imports a test/],
    ['../people/handlers.ts', /leaves its room by a relative path: write '#core\/features\/people\/handlers\.ts'/],
    ['../../../../app/features/patients/rules.ts', /climbs twice: write '#app\/features\/patients\/rules\.ts'/],
    ['electron', /only main\/electron imports electron/],
    ['../../db/worker.ts', /climbs twice/],
    ['', /a module is named by a literal/],
    ['#main/adapters/insi/client.ts', /must not see main\/adapters\/insi\/client\.ts/],
    ['#core/db/tables.ts', /must not see main\/core\/db\/tables\.ts/],
    ['#core/db/tables.ts', /must not see main\/core\/db\/tables\.ts/],
  ],
  'main/electron/window.ts': [
    ['#core/features/patients/index.ts', /main\/electron must not see/],
    ['path', /write 'node:path'/],
  ],
  'main/stray.ts': [['#nowhere/at-all.ts', /is in no room/]],
  'renderer/features/patients/PatientList.tsx': [
    ['node:fs', /renderer\/features\/patients must not see node:fs/],
    ['electron', /only main\/electron imports electron/],
    ['#renderer/features/record/RecordView.tsx', /sees only its index\.ts/],
    ['#core/kernel/dispatch.ts', /only operations, through renderer\/client/],
    ['lodash', /does not use the package lodash/],
  ],
  'renderer/ui/PatientField.tsx': [
    ['#app/features/patients/model.ts', /knows no word of the cabinet/],
    ['#renderer/client/call.ts', /knows no word of the cabinet/],
  ],
  'test/simulators/insi/server.ts': [['#main/protocols/soap/envelope.ts', /shares no code with what it tests/]],
}

describe('a house whose rooms are violated on purpose', () => {
  test('has a fixture for every expectation, and no other', () => {
    expect(filesOfFixtureHouse()).toEqual(Object.keys(wrongs).toSorted())
  })

  test.each(Object.entries(wrongs))('%s', (path, expected) => {
    const found = readReach(path, textOf(`${fixtureHouse}/${path}`)).imports.flatMap((one) => {
      const verdict = judge(one)
      return verdict === undefined ? [] : [[one.specifier, verdict] as const]
    })
    expect(found.map(([specifier]) => specifier)).toEqual(expected.map(([specifier]) => specifier))
    for (const [index, [, because]] of expected.entries()) expect(found[index]?.[1]).toMatch(because)
  })

  test('names the clock and chance where there must be none', () => {
    const path = 'app/features/patients/rules.ts'
    expect(readReach(path, textOf(`${fixtureHouse}/${path}`)).impurities).toEqual([
      'Date.now (line 5)',
      'Math.random (line 6)',
    ])
  })
})

describe('what the table allows', () => {
  test.each([
    ['main/core/features/patients/handlers.ts', '#core/features/people/index.ts'],
    ['main/core/features/patients/handlers.ts', '#app/features/patients/rules.ts'],
    ['main/core/features/patients/handlers.ts', '#app/features/people/model.ts'],
    ['main/core/features/patients/handlers.ts', './repository.ts'],
    ['main/core/features/patients/search/index.ts', '../repository.ts'],
    ['main/core/features/patients/handlers.ts', '#core/kernel/handle.ts'],
    ['main/core/db/open.ts', '#native/sqlcipher/database.ts'],
    ['main/core/db/migrate.ts', '#migrations/list.ts'],
    ['main/electron/window.ts', 'electron'],
    ['renderer/features/patients/PatientList.tsx', './PatientList.module.css'],
    ['renderer/features/patients/PatientList.tsx', '@mantine/core'],
    ['renderer/features/patients/PatientList.tsx', '#renderer/features/record/index.ts'],
    ['test/main/core/features/patients/search.test.ts', '#core/features/patients/repository.ts'],
  ])('%s may import %s', (from, specifier) => {
    expect(judge({ from, specifier, typeOnly: false, kind: 'module' })).toBeUndefined()
  })

  test('types only stay types only', () => {
    const one = {
      from: 'main/core/kernel/handle.ts',
      specifier: '#app/features/patients/model.ts',
      kind: 'module',
    } as const
    expect(judge({ ...one, typeOnly: true })).toBeUndefined()
    expect(judge({ ...one, typeOnly: false })).toMatch(/main\/core\/kernel must not see/)
  })
})
