import { execFileSync, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { slices } from './slices.ts'
import { tablesDeclaredIn, whereIs } from './slice.ts'
import { foldersIn, root } from './tree.ts'

const features = { app: 'app/features', core: 'main/core/features', renderer: 'renderer/features' } as const

describe('a slice', () => {
  test.each(Object.entries(features))('has no name in %s that the house does not know', (_room, folder) => {
    expect(foldersIn(folder).filter((name) => slices[name] === undefined)).toEqual([])
  })

  test.each([
    'test/app/features',
    'test/main/core/features',
    'test/renderer/features',
  ])('has no name in %s that the house does not know', (folder) => {
    expect(foldersIn(folder).filter((name) => slices[name] === undefined)).toEqual([])
  })

  test.each(Object.entries(slices))('%s is in every room, or it is said why not', (name, slice) => {
    for (const [room, folder] of Object.entries(features) as [keyof typeof features, string][]) {
      const present = foldersIn(folder).includes(name)
      const excused = slice.without?.[room] !== undefined
      expect(present, `${folder}/${name}`).toBe(!excused)
    }
  })
})

describe('npm run slice', () => {
  const program = join(root, 'test/architecture/slice.ts')

  test('answers every question about patients', () => {
    expect(whereIs('patients').map(({ question }) => question.replace(/ \(.*\)/, ''))).toEqual([
      'which screens',
      'their hooks, actions and styles',
      'what it is',
      'what may be asked',
      'who answers',
      'with which SQL',
      'helped by',
      'in which tables',
      'in which words',
      'proved by',
    ])
  })

  test('prints paths that can be opened', () => {
    const printed = execFileSync(process.execPath, [program, 'patients'], { cwd: root, encoding: 'utf8' })
    expect(printed).toMatch(/^who answers\n {2}main\/core\/features\/patients\//m)
    expect(printed).toMatch(/^in which tables \(.*\bpatient\b.*\)\n/m)
    expect(printed).toMatch(/^ {2}migrations\/\d{4}-patients\.ts$/m)
  })

  test('lists the slices, and refuses a name it does not know with status 2', () => {
    const listed = execFileSync(process.execPath, [program], { encoding: 'utf8' })
    for (const name of Object.keys(slices)) expect(listed).toContain(name)
    const refused = spawnSync(process.execPath, [program, 'horoscope'], { encoding: 'utf8' })
    expect(refused.status).toBe(2)
    expect(refused.stderr).toContain('horoscope')
  })

  test('reads the tables a slice declares', () => {
    expect(
      tablesDeclaredIn(
        "declare module 'x' {\n  interface CabinetTables {\n    patient: A\n    patient_name: B\n  }\n}",
      ),
    ).toEqual(['patient', 'patient_name'])
  })
})
