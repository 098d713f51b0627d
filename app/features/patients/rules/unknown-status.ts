import type { CivilStatusFields } from '../model.ts'

/** What a civil status says besides who somebody is, where nothing of it is known. */
export const unknownStatus: Omit<
  CivilStatusFields,
  'birthName' | 'birthFirstNames' | 'firstBirthFirstName' | 'sex' | 'birthDate' | 'birthPlaceCode'
> = {
  usedName: '',
  usedFirstName: '',
  birthPlaceText: '',
  addressLine: '',
  addressComplement: '',
  postalCode: '',
  town: '',
  country: '',
  mobile: '',
  phone: '',
  otherPhone: '',
  email: '',
  profession: '',
  maritalStatus: null,
  comments: '',
  billing: { payerName: '', payerAddress: '', note: '' },
  otherIdentifiers: [],
  coverage: { insuredNir: '', birthRank: null, regime: '', amcNumber: '', amcMemberNumber: '' },
  attendingPhysician: { name: '', rpps: '' },
  deceased: false,
  deathDate: null,
  rcp: false,
  vsmReminderOn: null,
}
