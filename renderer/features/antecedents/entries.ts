import {
  type AllergyFields,
  writableAllergy,
  type FamilyFields,
  familyFields,
  type HabitusFields,
  habitusFields,
  type ProblemFields,
  problemFields,
} from '#app/features/antecedents/model.ts'
import { blankAllergy, readAllergy } from '#app/features/antecedents/allergy-reading.ts'
import {
  blankFamily,
  blankHabitus,
  blankProblem,
  readFamily,
  readHabitus,
  readProblem,
} from '#app/features/antecedents/reading.ts'
import { sayAllergy, sayFamily, sayHabitus, sayProblem } from '#app/text/fr/antecedent-words.ts'
import type { StructuredEntry } from '#renderer/features/forms/index.ts'
import { todayHere } from '#renderer/features/patients/index.ts'
import { AllergyForm } from './AllergyForm.tsx'
import { FamilyForm } from './FamilyForm.tsx'
import { HabitusForm } from './HabitusForm.tsx'
import { ProblemForm } from './ProblemForm.tsx'
import { NoteTwins } from './TwinNotice.tsx'

/** « Allergie » of a note. */
export const allergyEntry: StructuredEntry<AllergyFields> = {
  kind: 'allergy',
  fields: writableAllergy,
  empty: () => blankAllergy,
  parse: (text) => readAllergy(text, todayHere()),
  say: sayAllergy,
  Form: AllergyForm,
  Aside: NoteTwins,
}

/** « Antécédent » of a note. */
export const problemEntry: StructuredEntry<ProblemFields> = {
  kind: 'problem',
  fields: problemFields,
  empty: () => blankProblem,
  parse: (text) => readProblem(text, todayHere()),
  say: sayProblem,
  Form: ProblemForm,
  Aside: NoteTwins,
}

/** « Antécédent familial » of a note. */
export const familyEntry: StructuredEntry<FamilyFields> = {
  kind: 'family',
  fields: familyFields,
  empty: () => blankFamily,
  parse: readFamily,
  say: sayFamily,
  Form: FamilyForm,
  Aside: NoteTwins,
}

/** « Habitus » of a note. */
export const habitusEntry: StructuredEntry<HabitusFields> = {
  kind: 'habitus',
  fields: habitusFields,
  empty: () => blankHabitus,
  parse: (text) => readHabitus(text, todayHere()),
  say: sayHabitus,
  Form: HabitusForm,
}
