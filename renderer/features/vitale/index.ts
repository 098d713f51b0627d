export { type HeldReading, useNewVitaleDesk, useVitaleDesk, type VitaleDesk, VitaleProvider } from './desk.tsx'
export { VitaleDialog } from './VitaleDialog.tsx'
export { VitaleStatus } from './VitaleStatus.tsx'
export { type VitaleInSight, vitaleInSight } from './sight.ts'
