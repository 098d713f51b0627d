import { describe, expect, test } from 'vitest'
import { relationKind } from '#app/features/contacts/model.ts'
import {
  contactFromTyped,
  contactLacks,
  contactName,
  contactOrderKey,
  contactSearchKey,
  usualContactKind,
} from '#app/features/contacts/rules.ts'
import { someContact } from '#test/main/core/kernel/examples-of-contacts.ts'

const pharmacy = {
  ...someContact,
  kind: 'pharmacy',
  title: '',
  lastName: '',
  firstName: '',
  organisation: 'Pharmacie du Port',
} as const

describe('a contact', () => {
  test('goes by the name of a person, or of an organisation', () => {
    expect(contactName(someContact)).toBe('Dr Anne SOREL')
    expect(contactName(pharmacy)).toBe('Pharmacie du Port')
    expect(contactOrderKey(someContact)).toBe('sorel anne')
    expect(contactOrderKey(pharmacy)).toBe('pharmacie du port')
  })

  test('is found by its words and its telephones without spaces', () => {
    expect(contactSearchKey({ ...someContact, mobile: '06 12 34 56 78' })).toMatch(/ sorel .* 0536490001 0612345678$/u)
  })

  test('needs the name of somebody', () => {
    expect(contactLacks({ kind: 'person', lastName: '', organisation: '' })).toBe('lastName')
    expect(contactLacks({ kind: 'insurer', lastName: '', organisation: '' })).toBe('organisation')
    expect(contactLacks({ kind: 'insurer', lastName: 'Dupré', organisation: '' })).toBeNull()
  })

  test.each([
    ['Dr Sorel Anne Marie', 'professional', { lastName: 'Sorel', firstName: 'Anne Marie', organisation: '' }],
    ['Lacaze', 'person', { lastName: 'Lacaze', firstName: '', organisation: '' }],
    ['Pharmacie du Port', 'pharmacy', { lastName: '', firstName: '', organisation: 'Pharmacie du Port' }],
  ] as const)('« %s » begins a %s', (typed, kind, begun) => {
    expect(contactFromTyped(typed, kind)).toEqual(begun)
  })

  test.each(relationKind.options)('created for « %s », it is of a kind that goes with it', (kind) => {
    expect(['professional', 'pharmacy', 'laboratory', 'insurer', 'person']).toContain(usualContactKind(kind))
  })
})
