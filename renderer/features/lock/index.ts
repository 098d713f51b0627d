export { CloseCabinetDialog } from './CloseCabinetDialog.tsx'
export { LockScreen, type LockScreenProps } from './LockScreen.tsx'
