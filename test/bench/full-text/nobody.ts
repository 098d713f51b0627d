import type { PersonFields } from '#app/features/people/model.ts'

/** A locum whom nobody has given a patient. */
export const blankPerson: PersonFields = {
  title: 'Dr',
  firstName: 'Camille',
  lastName: 'Nouveau',
  roleKey: 'locum',
  rpps: null,
  profession: null,
  specialty: null,
  sector: null,
  emailMss: null,
  email: null,
  phone: null,
  mobile: null,
  validFrom: null,
  validUntil: null,
  seesAllPatients: false,
}
