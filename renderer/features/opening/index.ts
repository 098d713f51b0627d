export { Opening } from './Opening.tsx'
export { PasswordRules, usePasswordWeaknesses } from './PasswordRules.tsx'
export { RecoverySheet } from './RecoverySheet.tsx'
export { useCountdown } from './countdown.ts'
