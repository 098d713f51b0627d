export { useNewVitaleDesk, useVitaleDesk, type VitaleDesk, VitaleProvider } from './desk.tsx'
export { VitaleDialog } from './VitaleDialog.tsx'
export { VitaleStatus } from './VitaleStatus.tsx'
