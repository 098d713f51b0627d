import { describe, expect, test } from 'vitest'
import { mergeIdentities } from '#app/features/identity/rules/merging.ts'
import { attributeObstacle } from '#app/features/identity/rules/events.ts'
import {
  exchangedIdentity,
  isVerificationDue,
  matriculeFor,
  usualVerificationYears,
} from '#app/features/identity/rules/showing.ts'
import { act, after, answer, born, dominique, happens, number } from './identities.ts'

const provisional = born()
const retrieved = after([happens.insi()])
const validated = after([happens.document()])
const qualified = after([happens.insi(), happens.document()])

describe('where the matricule is seen (EXI SI 08, EXI ID 29, EXI DIF 02, INS/va1.53)', () => {
  test.each([
    ['provisional', provisional, []],
    ['retrieved', retrieved, ['screen']],
    ['validated', validated, []],
    ['qualified', qualified, ['screen', 'document', 'exchange', 'data-matrix']],
    ['qualified, then doubtful', after([happens.set('doubtful')], qualified), []],
    [
      'qualified, a homonym',
      after([happens.set('homonym')], qualified),
      ['screen', 'document', 'exchange', 'data-matrix'],
    ],
    ['qualified, no longer confirmed', after([happens.verified(false)], qualified), []],
  ])('%s: %j', (_name, identity, uses) => {
    const all = ['screen', 'document', 'exchange', 'data-matrix'] as const
    expect(all.filter((use) => matriculeFor(identity, use) !== null)).toEqual(uses)
    expect(exchangedIdentity(identity) !== null).toBe(uses.includes('exchange'))
  })

  test('with its nature', () => {
    expect(matriculeFor(qualified, 'document')).toEqual({ number: number('297022A020778'), nature: 'NIR' })
    const waiting = after([happens.insi(answer({}, { number: number('1090763220888', '1.2.250.1.213.1.4.9') }))])
    expect(matriculeFor(waiting, 'screen')?.nature).toBe('NIA')
  })

  test('what leaves is what INSi answered, to the letter, and not what is typed here', () => {
    const typed = after([happens.insi(), happens.document()], born({ ...dominique, birthName: 'Àdrtroïs' }))
    expect(typed.traits.birthName).toBe('Àdrtroïs')
    expect(exchangedIdentity(typed)?.traits).toMatchObject({ birthName: 'ADRTROIS', firstNames: 'DOMINIQUE' })
  })
})

describe('verification', () => {
  test.each([
    ['2029-03-01', false],
    ['2029-03-02', true],
  ])('three years after the answer, on %s: %s', (today, due) => {
    expect(isVerificationDue(retrieved, today, usualVerificationYears)).toBe(due)
  })

  test('counted from the last confirmation; never without an INS, nor of the Application carte Vitale', () => {
    const event = happens.verified(true)
    const confirmed = after([{ ...event, act: act('2028-01-01') }], retrieved)
    expect(isVerificationDue(confirmed, '2029-03-02', 3)).toBe(false)
    expect(isVerificationDue(confirmed, '2031-01-01', 3)).toBe(true)
    expect(isVerificationDue(validated, '2099-01-01', 3)).toBe(false)
    expect(isVerificationDue(after([happens.app()]), '2099-01-01', 3)).toBe(false)
  })

  test('INSi is not asked of a doubtful nor of a fictitious identity', () => {
    expect(attributeObstacle(after([happens.set('doubtful'), happens.set('homonym')]))).toBe('identity.doubtful')
    expect(attributeObstacle(after([happens.set('fictitious')]))).toBe('identity.fictitious')
    expect(attributeObstacle(after([happens.set('homonym')]))).toBeNull()
  })
})

describe('which identity survives a merge', () => {
  const order = [provisional, validated, retrieved, qualified]
  test.each(
    order.flatMap((kept, a) => order.map((other, b) => [kept, other, a < b ? 'other' : 'kept'] as const)),
  )('the surest, else the kept one: %#', (kept, other, survivor) => {
    const merge = mergeIdentities(kept, other, act())
    expect(merge.ok && merge.survivor).toBe(survivor)
  })

  const nia = number('1090763220888', '1.2.250.1.213.1.4.9')
  const waiting = after([happens.insi(answer({}, { number: nia })), happens.document()])

  test('two matricules are never made one, unless the history of one tells that they are', () => {
    expect(mergeIdentities(waiting, qualified, act())).toEqual({ ok: false, refusal: 'merge.two-matricules' })
    const replaced = after([happens.insi(answer({}, { history: [{ number: nia, from: null, to: null }] }))])
    // The number in force survives, though the other identity is qualified.
    const merge = mergeIdentities(waiting, replaced, act())
    expect(merge).toMatchObject({ ok: true, survivor: 'other', identity: { ins: replaced.ins, document: null } })
    const mirrored = mergeIdentities(replaced, waiting, act())
    expect(mirrored.ok && mirrored.survivor).toBe('kept')
  })

  test('the document of the other is put aside, and may be counted again by a person', () => {
    const merge = mergeIdentities(retrieved, validated, act())
    if (!merge.ok) throw new Error(merge.refusal)
    expect(merge.identity).toMatchObject({ ins: retrieved.ins, document: null })
    expect(merge.steps).toMatchObject([
      { what: 'proof-withdrawn', because: 'merged', proofId: validated.document?.proofId },
    ])
    const counted = after([happens.restored(validated.document?.proofId ?? '')], merge.identity)
    expect(counted.document).toEqual(validated.document)
  })

  test('a homonym of somebody stays one, and « INS KO » of what goes is not kept against an INS', () => {
    const ko = after([happens.set('homonym'), happens.none()])
    const merge = mergeIdentities(retrieved, ko, act())
    expect(merge).toMatchObject({ ok: true, identity: { attributes: ['homonym'], ko: null } })
    expect(mergeIdentities(validated, ko, act())).toMatchObject({ ok: true, identity: { ko: { reason: 'none' } } })
  })
})
