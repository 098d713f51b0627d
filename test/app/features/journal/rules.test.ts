import { describe, expect, test } from 'vitest'
import { contract } from '#app/contract.ts'
import { actFamily } from '#app/features/journal/model.ts'
import { classOf, csvLine, expiryLimit, familiesOf, knownActs, knownFamilyOf } from '#app/features/journal/rules.ts'
import { dayStart, nextDay } from '#app/kernel/local-time.ts'
import { type AnyOperation, policyOf } from '#app/kernel/operation.ts'
import { familyText } from '#app/text/fr/journal.ts'
import { knownWordsOf } from '#app/text/fr/journal-acts.ts'
import { codeFiles, textOf } from '#test/architecture/tree.ts'

const operations = Object.values(contract).flatMap((slice) => Object.values<AnyOperation>(slice))
const policies = operations.map((operation) => policyOf(operation))
const declared = policies.flatMap(({ audit }) => (typeof audit === 'string' ? [audit] : []))
/** Acts the core writes by itself, as its sources name them. */
const services = codeFiles()
  .filter((path) => path.startsWith('main/core/') && !path.endsWith('/tables.ts'))
  .flatMap((path) => {
    const text = textOf(path)
    const named = [...text.matchAll(/\bact: '([a-z-]+\.[a-z-]+)'/gu), ...text.matchAll(/#line\('([a-z-]+\.[a-z-]+)'/gu)]
    const closed = path.endsWith('kernel/service.ts') ? [...text.matchAll(/'([a-z-]+\.[a-z-]+)'/gu)] : []
    return [...named, ...closed].flatMap(([, act]) => act ?? [])
  })
const acts = [...new Set([...declared, ...services])].toSorted()

describe('every act of the journal', () => {
  test('is found in the contract and in the services', () => {
    expect(acts).toContain('patient.open')
    expect(acts).toContain('backup.made')
    expect(acts).toContain('journal.anomaly')
  })

  test.each(acts)('%s has a family of its own, a retention and words', (act) => {
    expect(knownActs).toContain(act)
    expect(knownWordsOf(act)).toMatch(/^[A-ZÀ-Ý]/u)
    expect(['technical', 'record', 'kept']).toContain(classOf(act).retention)
  })

  test.each(
    policies.map(({ name }) => name),
  )('%s, refused, has a family and words even where it leaves no act', (name) => {
    expect(knownFamilyOf(name)).not.toBeNull()
    expect(knownWordsOf(name)).not.toBeNull()
  })

  test('every family has words, and is of one class', () => {
    for (const family of actFamily.options) expect(familyText[family]).not.toBe('')
    expect([...familiesOf('technical'), ...familiesOf('record')].toSorted()).toEqual([...actFamily.options].toSorted())
  })
})

test.each([
  ['patient.open', 'records-read', 'record'],
  ['access.emergency', 'emergencies', 'record'],
  ['person.update', 'people-and-access', 'record'],
  ['session.open', 'sessions', 'technical'],
  ['backup.made', 'backups-and-keys', 'technical'],
  ['journal.read', 'journal', 'technical'],
  ['journal.expire', 'journal', 'kept'],
  ['journal.anomaly', 'journal', 'kept'],
  ['cabinet.restored', 'backups-and-keys', 'kept'],
  ['unknown.act', 'records-changed', 'record'],
])('%s is of %s and %s', (act, family, retention) => {
  expect(classOf(act)).toEqual({ family, retention })
})

test.each([
  ['2026-11-22T10:00:00.000Z', 'technical', '2025-11-22T10:00:00.000Z'],
  ['2026-11-22T10:00:00.000Z', 'record', '2006-11-22T10:00:00.000Z'],
  ['2028-02-29T10:00:00.000Z', 'technical', '2027-02-28T10:00:00.000Z'],
] as const)('seen from %s, %s lines end before %s', (now, of, limit) => {
  expect(expiryLimit(now, { technicalMonths: 12, recordYears: 20 }, of)).toBe(limit)
})

test('six months before the last of August is the last of February', () => {
  expect(expiryLimit('2026-08-31T10:00:00.000Z', { technicalMonths: 6, recordYears: 10 }, 'technical')).toBe(
    '2026-02-28T10:00:00.000Z',
  )
})

test.each([
  ['2026-11-22', 'Europe/Paris', '2026-11-21T23:00:00.000Z'],
  ['2026-07-14', 'Europe/Paris', '2026-07-13T22:00:00.000Z'],
  ['2026-03-29', 'Europe/Paris', '2026-03-28T23:00:00.000Z'],
  ['2026-03-30', 'Europe/Paris', '2026-03-29T22:00:00.000Z'],
  ['2026-10-25', 'Europe/Paris', '2026-10-24T22:00:00.000Z'],
  ['2026-11-22', 'America/Martinique', '2026-11-22T04:00:00.000Z'],
  ['2026-11-22', 'Indian/Reunion', '2026-11-21T20:00:00.000Z'],
])('%s begins in %s at %s', (day, zone, instant) => {
  expect(dayStart(day, zone)).toBe(instant)
})

test('the day after the last of a year is the first of the next', () => {
  expect(nextDay('2026-12-31')).toBe('2027-01-01')
})

test.each([
  [['a', 'b'], 'a;b\r\n'],
  [['deux; mots', 'dit « oui »'], '"deux; mots";dit « oui »\r\n'],
  [['il dit "non"'], '"il dit ""non"""\r\n'],
  [['une\nligne'], '"une\nligne"\r\n'],
  [['=HYPERLINK("http://x")'], '"\'=HYPERLINK(""http://x"")"\r\n'],
  [['+33 5', '-1', '@somme', '|cmd', '%x'], "'+33 5;'-1;'@somme;'|cmd;'%x\r\n"],
  [['\t=1', ' =1'], "'\t=1;' =1\r\n"],
  [['06 12'], '06 12\r\n'],
])('the cells %j are written %j', (cells, line) => {
  expect(csvLine(cells)).toBe(line)
})
