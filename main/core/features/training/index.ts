export { generateTraining, type TrainingPlan } from './generate.ts'
