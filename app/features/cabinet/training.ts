import type { PersonFields } from '#app/features/people/model.ts'
import type { RoleCode } from '#app/kernel/permissions.ts'

/** The name of the training cabinet, and of its folder. */
export const trainingName = 'Cabinet de formation'
/** How many fictitious patients it has unless told otherwise. */
export const usualTrainingPatients = 2_000
/** The seed of its patients: the same people on every computer, so that a colleague can say « cherchez Martin ». */
export const trainingSeed = 1

/** A user of the training cabinet. The password is public on purpose: it opens fictitious records only. */
export interface TrainingUser {
  readonly fields: PersonFields & { readonly roleKey: RoleCode }
  readonly password: string
}

/** What the fictitious users have in common. */
const blank = {
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
  seesAllPatients: true,
} as const

/**
 * The users of the training cabinet: a practice, and the person who administers it. Nobody of these names is meant; RPPS
 * numbers begin with 997 as those of the national test cards do.
 *
 * @param locumUntil The last day of the locum's access, `2026-12-31`: ahead of the day the cabinet is made.
 */
export function trainingUsers(locumUntil: string): readonly TrainingUser[] {
  const doctor = { ...blank, title: 'Dr', profession: 'Médecin', specialty: 'Médecine générale', sector: '1' } as const
  return [
    {
      fields: { ...doctor, firstName: 'Hélène', lastName: 'Marchand', roleKey: 'practitioner', rpps: '99700000005' },
      password: 'formation-praticien',
    },
    {
      fields: { ...blank, title: 'Mme', firstName: 'Sophie', lastName: 'Leroux', roleKey: 'secretary' },
      password: 'formation-secretariat',
    },
    {
      fields: { ...doctor, firstName: 'Yanis', lastName: 'Belkacem', roleKey: 'practitioner', rpps: '99700000013' },
      password: 'formation-associe',
    },
    {
      fields: {
        ...doctor,
        firstName: 'Paul',
        lastName: 'Estève',
        roleKey: 'locum',
        validUntil: locumUntil,
        seesAllPatients: false,
      },
      password: 'formation-remplacant',
    },
    {
      fields: { ...doctor, firstName: 'Paul', lastName: 'Marceau', roleKey: 'practitioner', rpps: '99700000021' },
      password: 'formation-marceau',
    },
    {
      fields: {
        ...blank,
        title: 'Mme',
        firstName: 'Anh',
        lastName: 'Nguyen',
        roleKey: 'secretary',
        seesAllPatients: false,
      },
      password: 'formation-accueil',
    },
    {
      fields: { ...blank, title: 'Mme', firstName: 'Claire', lastName: 'Vasseur', roleKey: 'administrator' },
      password: 'formation-administrateur',
    },
  ]
}
