export { generateTraining, TrainingCancelled, type TrainingPlan } from './generate.ts'
