export { ReimbursementsSection } from './LazyReimbursements.tsx'
