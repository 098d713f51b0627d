export { makeTrainingContacts } from './contacts.ts'
export { makeTrainingGroups } from './groups.ts'
export { generateTraining, type TrainingPlan } from './generate.ts'
