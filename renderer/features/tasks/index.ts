export { useDueTasks } from './live.ts'
export { PatientTasks, TasksScreen } from './TasksScreen.tsx'
