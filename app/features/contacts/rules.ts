import { searchWords } from '#app/kernel/letters.ts'
import type { ContactFields, ContactKind, RelationKind } from './model.ts'

/** The name a contact goes by: « Dr Anne SOREL », or the organisation when nobody is named. */
export function contactName({ title, firstName, lastName, organisation }: ContactFields): string {
  if (lastName === '') return organisation
  return [title, firstName, lastName.toLocaleUpperCase('fr')].filter((part) => part !== '').join(' ')
}

/** How the directory is ordered: by last name, then first name; an organisation by its own. */
export function contactOrderKey(fields: ContactFields): string {
  const named = fields.lastName === '' ? fields.organisation : `${fields.lastName} ${fields.firstName}`
  return searchWords(named).join(' ')
}

/**
 * What a contact is found by, words apart and each after a space: names, organisation, speciality, town, postal code,
 * addresses, RPPS and telephones without their spaces.
 */
export function contactSearchKey(fields: ContactFields): string {
  const phones = [fields.phone, fields.mobile].map((phone) => phone.replace(/\D/g, ''))
  const words = [
    fields.lastName,
    fields.firstName,
    fields.organisation,
    fields.speciality,
    fields.town,
    fields.postalCode,
    fields.email,
    fields.mssante,
    fields.rpps,
  ].flatMap(searchWords)
  return [...words, ...phones].flatMap((word) => (word === '' ? [] : [` ${word}`])).join('')
}

/** What is missing of a contact: nobody is named, or neither a person nor an organisation. */
export function contactLacks(
  fields: Pick<ContactFields, 'kind' | 'lastName' | 'organisation'>,
): 'lastName' | 'organisation' | null {
  if (fields.lastName !== '' || fields.organisation !== '') return null
  return fields.kind === 'person' || fields.kind === 'professional' ? 'lastName' : 'organisation'
}

/** The kind of contact one would create for a relation: a pharmacy for « Pharmacie », a person for « Parent ». */
export function usualContactKind(relation: RelationKind): ContactKind {
  switch (relation) {
    case 'insurer':
      return 'insurer'
    case 'pharmacy':
      return 'pharmacy'
    case 'laboratory':
      return 'laboratory'
    case 'attending-physician':
    case 'specialist':
    case 'nurse':
    case 'physiotherapist':
      return 'professional'
    default:
      return 'person'
  }
}

/**
 * A contact begun from what was typed in a search: « sorel anne » gives a last name and a first name, in the order people
 * say them on the telephone; an organisation keeps the whole.
 */
export function contactFromTyped(
  typed: string,
  kind: ContactKind,
): Pick<ContactFields, 'lastName' | 'firstName' | 'organisation'> {
  const words = typed
    .trim()
    .replace(/^(?:dr|docteur|pr|mme|m\.?)\s+/iu, '')
    .split(/\s+/u)
  if (kind !== 'person' && kind !== 'professional') {
    return { lastName: '', firstName: '', organisation: typed.trim() }
  }
  const [lastName = '', ...firstNames] = words
  return { lastName, firstName: firstNames.join(' '), organisation: '' }
}
