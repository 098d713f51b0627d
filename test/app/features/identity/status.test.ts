import { describe, expect, test } from 'vitest'
import {
  documentKind,
  type Identity,
  type IdentityEvent,
  type InsStatus,
  type StrictTrait,
  type StrictTraits,
} from '#app/features/identity/model.ts'
import { applyEvent } from '#app/features/identity/rules/events.ts'
import { statusOf, usualDocumentKinds } from '#app/features/identity/rules/proofs.ts'
import { after, answer, born, dominique, happens, house, number } from './identities.ts'

const provisional = () => born()
const retrieved = () => after([happens.insi()])
const validated = () => after([happens.document()])
const qualified = () => after([happens.insi(), happens.document()])
const standing = { provisional, retrieved, validated, qualified }

/** The outcome of one event, which must be possible. */
function then(identity: Identity, event: IdentityEvent) {
  const outcome = applyEvent(identity, event, house)
  if (!outcome.ok) throw new Error(outcome.refusal)
  return outcome
}

describe('the four statuses (RNIV 1 v2.0, EXI SI 07)', () => {
  test.each([
    ['neither proof', false, false, 'provisional'],
    ['INSi alone', true, false, 'retrieved'],
    ['a document alone', false, true, 'validated'],
    ['both', true, true, 'qualified'],
  ] as const)('%s', (_name, ins, document, status) => {
    expect(statusOf({ ins: ins ? {} : null, document: document ? {} : null })).toBe(status)
  })
})

const otherwise: Readonly<Record<StrictTrait, Partial<StrictTraits>>> = {
  birthName: { birthName: 'Adrquatre' },
  birthFirstNames: { birthFirstNames: ['Dominique', 'Anne'] },
  firstBirthFirstName: { firstBirthFirstName: 'Domi', birthFirstNames: ['Domi'] },
  sex: { sex: 'M' },
  birthDate: { birthDate: '1997-02-27' },
  birthPlaceCode: { birthPlaceCode: '99999' },
}

type Row = readonly [from: InsStatus, name: string, event: () => IdentityEvent, to: InsStatus, rule: string]

const rows: readonly Row[] = [
  ['provisional', 'INSi 00 accepted', () => happens.insi(), 'retrieved', 'EXI REC 07'],
  ['provisional', 'a document checked', () => happens.document(), 'validated', 'EXI SI 10'],
  ['provisional', 'the Application carte Vitale', () => happens.app(), 'qualified', '§4.3.4'],
  ['provisional', 'INSi 01', () => happens.none(), 'provisional', 'EXI REC 07'],
  ['retrieved', 'a document checked', () => happens.document(), 'qualified', 'EXI SI 10'],
  ['retrieved', 'INSi again', () => happens.insi(), 'retrieved', 'EXI REC 07'],
  ['retrieved', 'INSi no longer confirms', () => happens.verified(false), 'provisional', 'Choix'],
  ['retrieved', 'INSi confirms', () => happens.verified(true), 'retrieved', 'EXI REC 07'],
  ['validated', 'INSi 00, traits consistent', () => happens.insi(), 'qualified', 'EXI REC 07'],
  [
    'validated',
    'INSi 00, other traits accepted',
    () => happens.insi(answer({ birthDate: '1997-02-27' })),
    'retrieved',
    'EXI REC 07',
  ],
  ['validated', 'another name is typed', () => happens.edited({ birthName: 'Autre' }), 'provisional', 'EXI SI 07'],
  ['qualified', 'INSi no longer confirms', () => happens.verified(false), 'validated', 'Choix'],
  ['qualified', 'INSi confirms', () => happens.verified(true), 'qualified', 'EXI REC 07'],
  [
    'qualified',
    'a DataMatrix says another name',
    () => happens.edited({ birthName: 'Autre' }, 'CB'),
    'provisional',
    'EXI REC 02',
  ],
  ['qualified', 'the Application carte Vitale', () => happens.app(), 'qualified', '§4.3.4'],
  ...(['birthName', 'birthFirstNames', 'firstBirthFirstName', 'sex', 'birthDate', 'birthPlaceCode'] as const).map(
    (trait): Row => [
      'qualified',
      `${trait} is typed otherwise`,
      () => happens.edited(otherwise[trait]),
      'provisional',
      'EXI SI 07',
    ],
  ),
  ...(['provisional', 'retrieved', 'validated', 'qualified'] as const).flatMap((from): Row[] => [
    [from, 'doubtful', () => happens.set('doubtful'), 'provisional', 'EXI SI 09'],
    [from, 'fictitious', () => happens.set('fictitious'), 'provisional', 'EXI SI 09'],
    [from, 'homonym', () => happens.set('homonym'), from, 'EXI SI 09'],
    [from, 'an accent is typed', () => happens.edited({ birthName: 'ÀDRTROÏS' }), from, ''],
  ]),
]

describe('each event (reference §2.2)', () => {
  test.each(rows.map((row) => ({ row, title: `${row[0]}, ${row[1]}: ${row[3]}` })))('$title', ({ row }) => {
    const [from, , event, to, rule] = row
    const outcome = then(standing[from](), event())
    expect([outcome.before, outcome.after]).toEqual([from, to])
    expect(outcome.steps.every((step) => step.rule !== '')).toBe(true)
    if (rule === '') expect(outcome.steps.filter(({ what }) => what !== 'traits-taken')).toEqual([])
    else expect(outcome.steps.map((step) => step.rule).join(' ')).toContain(rule)
  })

  test('a status falls to retrieved where the traits of INSi are kept', () => {
    const held = { ...dominique, birthPlaceCode: '99999' }
    const identity = after([happens.insi(answer({ birthPlaceCode: null })), happens.document()], born(held))
    expect(statusOf(identity)).toBe('qualified')
    const outcome = then(identity, happens.edited({ birthPlaceCode: '33063' }))
    expect(outcome.after).toBe('retrieved')
    expect(outcome.steps).toContainEqual(
      expect.objectContaining({
        what: 'proof-withdrawn',
        because: 'traits-changed',
        proofId: identity.document?.proofId,
      }),
    )
  })

  test('more first names and a birthplace from INSi do not contradict the document', () => {
    const identity = after([happens.document()], born({ ...dominique, birthPlaceCode: '99999' }))
    const outcome = then(identity, happens.insi(answer({ firstNames: 'DOMINIQUE MARIE-ANNE' })))
    expect(outcome.after).toBe('qualified')
    expect(outcome.identity.traits.birthFirstNames).toEqual(['Dominique', 'MARIE-ANNE'])
    // They were only INSi's word: without it, the document does not say them.
    expect(then(outcome.identity, happens.verified(false)).after).toBe('provisional')
  })

  test('another beginning of the list is still that of INSi, but not what the document said', () => {
    const anne = { ...dominique, birthFirstNames: ['Anne Sophie'], firstBirthFirstName: 'Anne' }
    const identity = after([happens.insi(answer({ firstNames: 'ANNE SOPHIE' })), happens.document()], born(anne))
    expect(then(identity, happens.edited({ ...anne, firstBirthFirstName: 'Anne-Sophie' })).after).toBe('retrieved')
  })

  test('typing the traits of INSi itself changes nothing', () => {
    const traits = { birthName: 'ADRTROIS', birthFirstNames: ['DOMINIQUE'], firstBirthFirstName: 'DOMINIQUE' }
    expect(then(qualified(), happens.edited(traits)).after).toBe('qualified')
  })
})

describe('attributes (EXI ID 24, EXI SI 09)', () => {
  test.each([
    ['doubtful', 'homonym', null],
    ['homonym', 'doubtful', null],
    ['homonym', 'fictitious', 'identity.attribute-excluded'],
    ['doubtful', 'fictitious', 'identity.attribute-excluded'],
    ['fictitious', 'homonym', 'identity.attribute-excluded'],
    ['fictitious', 'doubtful', 'identity.attribute-excluded'],
    ['homonym', 'homonym', 'identity.attribute-already'],
  ] as const)('%s then %s: %s', (first, second, refusal) => {
    const outcome = applyEvent(after([happens.set(first)]), happens.set(second), house)
    expect(outcome.ok ? null : outcome.refusal).toBe(refusal)
  })

  test.each(['doubtful', 'fictitious'] as const)('%s: nothing is asked, no proof is taken', (attribute) => {
    const identity = after([happens.set(attribute)])
    for (const event of [happens.insi(), happens.app(), happens.document(), happens.none()])
      expect(applyEvent(identity, event, house)).toEqual({ ok: false, refusal: `identity.${attribute}` })
  })

  test('a lifted doubt leaves the identity provisional, its number to be asked for again, its document to be counted again', () => {
    const before = qualified()
    const identity = after([happens.set('doubtful'), happens.lifted('doubtful')], before)
    expect(statusOf(identity)).toBe('provisional')
    expect(identity.withdrawn.map(({ because, final }) => [because, final])).toEqual([
      ['doubtful', true],
      ['doubtful', false],
    ])
    const refused = applyEvent(identity, happens.restored(before.ins?.proofId ?? ''), house)
    expect(refused).toEqual({ ok: false, refusal: 'identity.proof-not-restorable' })
    expect(then(identity, happens.restored(before.document?.proofId ?? '')).after).toBe('validated')
  })

  test('what is not set is not lifted', () => {
    expect(applyEvent(born(), happens.lifted('homonym'), house)).toEqual({
      ok: false,
      refusal: 'identity.attribute-absent',
    })
  })
})

describe('documents (EXI SI 10, SI 23, ID 19)', () => {
  const minor = { ...dominique, birthDate: '2010-03-03' }
  test.each([
    [null, null, dominique, 'identity.document-none'],
    ['CN', null, dominique, null],
    ['AV', null, dominique, 'identity.document-app-vitale'],
    ['LECV', null, dominique, 'identity.document-not-accepted'],
    ['AN', 'CN', dominique, 'identity.document-minors-only'],
    ['AN', null, minor, 'identity.document-companion'],
    ['AN', 'LEP', minor, 'identity.document-companion'],
    ['AN', 'PA', minor, null],
    ['CC', null, minor, null],
    ['CC', null, { ...dominique, birthDate: '2008-03-02' }, 'identity.document-minors-only'],
    ['CC', null, { ...dominique, birthDate: '2008-03-03' }, null],
    ['CN', null, { ...dominique, birthName: 'M4RTIN' }, 'identity.traits-invalid'],
  ] as const)('%s with %s: %#', (kind, companion, traits, refusal) => {
    const outcome = applyEvent(
      born({ ...traits, birthFirstNames: [...traits.birthFirstNames] }),
      happens.document(kind, companion),
      house,
    )
    expect(outcome.ok ? null : outcome.refusal).toBe(refusal)
  })

  test('the usual list is of known kinds, without those of an EHPAD', () => {
    expect(documentKind.options).toEqual(expect.arrayContaining([...usualDocumentKinds]))
    expect(usualDocumentKinds).not.toContain('LECV')
  })

  test('a newer document takes the place of the former, which is kept', () => {
    const before = qualified()
    const { identity } = then(before, happens.document('PA'))
    expect(identity.document?.documentKind).toBe('PA')
    expect(identity.withdrawn).toContainEqual(
      expect.objectContaining({ proof: before.document, because: 'superseded', final: true }),
    )
  })
})

describe('answers of INSi', () => {
  test('traits that are not accepted leave the answer aside, the identity KO', () => {
    const outcome = then(born(), happens.insi(answer({ birthName: 'NAISSANCE', sex: 'M' }), ['sex']))
    expect(outcome.after).toBe('provisional')
    expect(outcome.identity.traits).toMatchObject({ sex: 'M', birthName: 'Adrtrois' })
    expect(outcome.identity.ko?.reason).toBe('traits-declined')
    expect(outcome.identity.withdrawn).toMatchObject([{ because: 'traits-declined', final: false }])
    // The name is corrected afterwards: the answer, still there, may be taken.
    const corrected = after([happens.edited({ birthName: 'Naissance', sex: 'M' })], outcome.identity)
    const taken = then(corrected, happens.restored(outcome.identity.withdrawn[0]?.proof.proofId ?? ''))
    expect([taken.after, taken.identity.ko]).toEqual(['retrieved', null])
  })

  test('another matricule never takes the place of the one held', () => {
    const outcome = then(qualified(), happens.insi(answer({}, { number: number('297022A020779') })))
    expect(outcome.after).toBe('qualified')
    expect(outcome.identity.ins?.answer.number.matricule).toBe('297022A020778')
    expect(outcome.identity.ko?.reason).toBe('other-matricule')
    expect(outcome.identity.withdrawn).toMatchObject([{ because: 'other-matricule', final: true }])
  })

  test('a NIR whose history names the waiting number held takes its place', () => {
    const nia = number('1090763220888', '1.2.250.1.213.1.4.9')
    const before = after([happens.insi(answer({}, { number: nia })), happens.document()])
    const outcome = then(before, happens.insi(answer({}, { history: [{ number: nia, from: null, to: '2026-01-01' }] })))
    expect(outcome.after).toBe('qualified')
    expect(outcome.identity.ins?.answer.number).toEqual(number('297022A020778'))
    expect(outcome.identity.withdrawn).toMatchObject([{ because: 'superseded' }])
    // The other way round, INSi contradicts itself: nothing moves.
    expect(then(outcome.identity, happens.insi(answer({}, { number: nia }))).identity.ins?.answer.number).toEqual(
      number('297022A020778'),
    )
  })

  test('an answer that goes back on its traits leaves no INS beside those that are kept', () => {
    const outcome = then(qualified(), happens.insi(answer({ birthDate: '1997-02-27' }), []))
    expect(outcome.after).toBe('validated')
    expect(outcome.identity.withdrawn.map(({ because }) => because)).toEqual(['not-confirmed', 'traits-declined'])
  })

  test.each([
    ['1.2.250.1.213.1.4.10', 'identity.oid-test'],
    ['1.2.250.1.213.1.4.11', 'identity.oid-test'],
    ['1.2.250.1.213.1.4.2', 'identity.oid-legacy'],
    ['1.2.250.1.213.1.4.99', 'identity.oid-unknown'],
  ] as const)('the OID %s: %s', (oid, refusal) => {
    const event = happens.insi(answer({}, { number: number('297022A020778', oid) }))
    expect(applyEvent(born(), event, house)).toEqual({ ok: false, refusal })
    const learning = applyEvent(born(), event, { ...house, production: false })
    expect(learning.ok ? null : learning.refusal).toBe(refusal === 'identity.oid-test' ? null : refusal)
  })

  test.each(['birthName', 'firstNames', 'sex', 'birthDate'] as const)('silent on %s: not taken', (trait) => {
    expect(applyEvent(born(), happens.insi(answer({ [trait]: null })), house)).toEqual({
      ok: false,
      refusal: 'identity.answer-incomplete',
    })
  })

  test('nothing to verify where there is no INS', () => {
    const refused = { ok: false, refusal: 'identity.nothing-to-verify' }
    expect(applyEvent(validated(), happens.verified(true), house)).toEqual(refused)
  })

  test('« INS KO » stays until INSi answers otherwise', () => {
    const ko = after([happens.none('several'), happens.document(), happens.edited({ birthName: 'Adrtrois' })])
    expect(ko.ko?.reason).toBe('several')
    expect(then(ko, happens.insi()).identity.ko).toBeNull()
  })
})

describe('reversal', () => {
  test('a trait changed by mistake: typed back, both proofs may stand again', () => {
    const before = qualified()
    const fallen = after([happens.edited({ sex: 'M' })], before)
    const ids = [before.ins?.proofId ?? '', before.document?.proofId ?? '']
    for (const proofId of ids)
      expect(applyEvent(fallen, happens.restored(proofId), house)).toEqual({
        ok: false,
        refusal: 'identity.proof-says-otherwise',
      })
    const back = after([happens.edited({}), ...ids.map(happens.restored)], fallen)
    expect(statusOf(back)).toBe('qualified')
    expect(back.withdrawn).toEqual([])
  })

  test('a proof given by mistake is taken away with its reason, and may come back', () => {
    const before = qualified()
    const outcome = then(before, happens.withdrawn(before.ins?.proofId ?? ''))
    expect(outcome.after).toBe('validated')
    expect(outcome.identity.withdrawn).toMatchObject([{ because: 'by-person', note: 'mauvais dossier' }])
    expect(then(outcome.identity, happens.restored(before.ins?.proofId ?? '')).after).toBe('qualified')
  })

  test('a proof is not restored over another, nor one nobody knows', () => {
    const first = after([happens.document()])
    const gone = after([happens.withdrawn(first.document?.proofId ?? '')], first)
    const again = after([happens.document('PA')], gone)
    expect(applyEvent(again, happens.restored(first.document?.proofId ?? ''), house)).toEqual({
      ok: false,
      refusal: 'identity.proof-not-restorable',
    })
    expect(applyEvent(again, happens.restored('?'), house)).toEqual({ ok: false, refusal: 'identity.proof-unknown' })
    expect(applyEvent(again, happens.withdrawn('?'), house)).toEqual({ ok: false, refusal: 'identity.proof-unknown' })
  })

  test('a proof in place is never overwritten, whatever a file says', () => {
    const whole = qualified()
    const { document } = validated()
    if (document === null) throw new Error('no document')
    const written = { proof: document, because: 'by-person' as const, act: document.act, note: '', final: false }
    expect(applyEvent({ ...whole, withdrawn: [written] }, happens.restored(document.proofId), house)).toEqual({
      ok: false,
      refusal: 'identity.proof-in-place',
    })
  })

  test.each([
    ['INSi no longer confirms', [happens.verified(false)]],
    ['a doubt set and lifted', [happens.set('doubtful'), happens.lifted('doubtful')]],
  ])('an INS taken away by hand before %s never comes back by hand', (_name, events) => {
    const first = retrieved()
    const gone = after([happens.withdrawn(first.ins?.proofId ?? '')], first)
    const next = after([...(events[0]?.kind === 'verified' ? [happens.insi()] : []), ...events], gone)
    expect(applyEvent(next, happens.restored(first.ins?.proofId ?? ''), house)).toEqual({
      ok: false,
      refusal: 'identity.proof-not-restorable',
    })
  })
})
