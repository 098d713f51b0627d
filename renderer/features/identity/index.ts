export { InsiCallStatus } from './CallStatus.tsx'
export { IdentityPanel, type IdentityPanelProps } from './IdentityPanel.tsx'
export { usePanelOpen } from './panel-open.ts'
export { useForesight } from './useForesight.ts'
