import type { CabinetProfile } from '#app/features/cabinet/model.ts'
import type { ChangeEvent } from '#app/features/sessions/model.ts'
import type { SeatDevices } from '#core/kernel/device-desk.ts'
import type { SeatSignIn } from '#core/kernel/sign-in-desk.ts'
import type { ServiceWork } from '#core/kernel/vault.ts'
import type { Work } from '#core/kernel/work.ts'
import type { Teleservices } from '#core/ports/index.ts'

/** Whoever calls, and what a call is made with. A person at a seat, or the service of the night. */
export interface Caller {
  readonly profile: CabinetProfile
  /** Identifier of this installation. */
  readonly cabinetId: string
  readonly program: { readonly name: string; readonly version: string }
  readonly teleservices: Teleservices
  /** As `teleservices`. */
  readonly service: ServiceWork
  /** `null` for the service of the night, which has the certificate of the establishment alone. */
  readonly person: { readonly userId: string; readonly displayName: string } | null
  /** `null` where there is no seat. */
  readonly devices: ((signal: AbortSignal) => SeatDevices) | null
  readonly signIn: Pick<SeatSignIn, 'session' | 'send'> | null
  now(): string
  newId(): string
  /** Says that something changed, once it is written. */
  tell(kind: ChangeEvent['kind'], id: string, version: number): Promise<void>
}

/** The one who asked for an operation, for as long as the work they began goes on. */
export function callerOf(work: Work): Caller {
  const cabinet = work.vault.open()
  if (cabinet === null) throw new Error('no cabinet is open')
  const { userId, displayName } = work.actor
  return {
    profile: cabinet.profile,
    cabinetId: cabinet.cabinetId,
    program: work.vault.program,
    teleservices: work.ports.teleservices,
    service: work.vault.asService('teleservices'),
    person: { userId, displayName },
    devices: (signal) => work.devicesUntil(signal),
    signIn: work.signIn,
    now: () => work.now(),
    newId: () => work.newId(),
    tell: (kind, id, version) => work.tellNow(kind, id, version),
  }
}
