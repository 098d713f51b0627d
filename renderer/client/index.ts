export { type Cabinet, CabinetProvider, useCabinet, useSession } from './CabinetProvider.tsx'
export {
  type AnyProblem,
  type CabinetClient,
  type CallReply,
  type ConnectionLost,
  type Link,
} from './client.ts'
export { isUnloaded, reloadOnceReachable } from './loading.ts'
export { connect, connectLink, type Connection, type ConnectionState, type SeatClient } from './connection.ts'
export { type BrowserJoined, introducedHost, joinThisBrowser } from './joining.ts'
export { useCountdown } from './countdown.ts'
export { isGivenUp } from './given-up.ts'
export { madeOf } from './made-of.ts'
export { type Desk, DeskProvider, type Place, type TabChange, useDesk } from './desk.ts'
export { type DraftFields, DraftKeeper, type DraftState } from './drafts.ts'
export { type LiveAnswer, type LiveOptions, useAskAgain, useLiveQuery } from './live.ts'
export { type Draft, useDraft } from './useDraft.ts'
export { type FollowedJob, isUnderWay, useJob } from './useJob.ts'
export { type FormDraft, useFormDraft } from './useFormDraft.ts'
export {
  type ComparedField,
  type FieldOf,
  type FieldRemarks,
  type FormChoices,
  type FormConflict,
  type FormValues,
  useVersionedForm,
  type VersionedForm,
  type VersionedValues,
  type WriteOutcome,
} from './useVersionedForm.ts'
export type { PinRequest } from './pin-requests.ts'
export { type SessionCard, useSessionCard } from './session-card.ts'
export { useAgreementRequests, usePinRequests, useSigningAgreed, useWorkstation } from './workstation.ts'
export type { WorkstationClient, WorkstationLine, WorkstationView } from './workstation-line.ts'
