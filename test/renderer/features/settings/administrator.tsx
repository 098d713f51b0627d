import type { ReactNode } from 'react'
import { type Permission, permissions } from '#app/kernel/permissions.ts'
import { type Desk, DeskProvider } from '#renderer/client/index.ts'
import { type Answers, sitAt } from '#test/renderer/features/patients/seat.tsx'

/** The session of somebody who may do what is said; everything unless told otherwise. */
export function sessionWith(allowed: readonly Permission[] = permissions) {
  return {
    sessionId: '01900000-0000-7000-8000-0000000000aa',
    cabinetId: '01900000-0000-7000-8000-0000000000bb',
    cabinetName: 'Cabinet',
    profile: 'training',
    userId: '01900000-0000-7000-8000-0000000000cc',
    displayName: 'Dr Paul MARCEAU',
    shortName: 'Dr P. MARCEAU',
    role: 'administrator',
    roleName: 'Administrateur',
    permissions: allowed,
    locked: false,
    lockedAt: null,
    lockAfterMinutes: 15,
    draftKey: null,
    openedWith: { kind: 'password', cardNumber: null },
    cabinetDamaged: false,
  }
}

const desk = {
  size: (_name: string, otherwise: number) => otherwise,
  keepSize: () => {},
  workspace: { sizes: {} },
} as unknown as Desk

/** A screen of the settings in front of an administrator. */
export function sitAsAdministrator(screen: ReactNode, answers: Answers) {
  const usual: Answers = { 'sessions.current': () => ({ session: sessionWith() }) }
  return sitAt(<DeskProvider value={desk}>{screen}</DeskProvider>, { ...usual, ...answers })
}
