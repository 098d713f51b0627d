export { reimbursementsHandlers } from './handlers.ts'
