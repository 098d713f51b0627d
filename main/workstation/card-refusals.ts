import type { DeviceProblem } from '#app/devices/workstation.ts'
import { moduleCodes } from './card-module-frames.ts'

/** What each answer of the module means to a person. Those not named here are failures of the module. */
const problems: Readonly<Record<string, DeviceProblem>> = {
  CKR_DEVICE_REMOVED: 'card.withdrawn',
  CKR_TOKEN_NOT_PRESENT: 'card.withdrawn',
  CKR_SESSION_HANDLE_INVALID: 'card.withdrawn',
  CKR_SESSION_CLOSED: 'card.withdrawn',
  CKR_SLOT_ID_INVALID: 'card.withdrawn',
  CKR_OBJECT_HANDLE_INVALID: 'card.withdrawn',
  CKR_KEY_HANDLE_INVALID: 'card.withdrawn',
  CKR_DEVICE_ERROR: 'card.unreadable',
  CKR_TOKEN_NOT_RECOGNIZED: 'card.unreadable',
  CKR_USER_PIN_NOT_INITIALIZED: 'card.unreadable',
  CKR_USER_NOT_LOGGED_IN: 'pin.needed',
  CKR_PIN_INCORRECT: 'pin.wrong',
  // Refused before the card was asked: no try is spent.
  CKR_PIN_INVALID: 'pin.wrong',
  CKR_PIN_LEN_RANGE: 'pin.wrong',
  CKR_PIN_LOCKED: 'pin.blocked',
  CKR_CANCEL: 'cancelled',
  CKR_FUNCTION_CANCELED: 'cancelled',
  [moduleCodes.noSuchPair]: 'certificate.absent',
  [moduleCodes.hung]: 'card.slow',
}

/** After these, the module keeps nothing of the card, the code least of all: it is opened, and asked, again. */
export const sessionEnding: ReadonlySet<string> = new Set([
  'CKR_DEVICE_REMOVED',
  'CKR_TOKEN_NOT_PRESENT',
  'CKR_SESSION_HANDLE_INVALID',
  'CKR_SESSION_CLOSED',
  'CKR_DEVICE_ERROR',
  'CKR_USER_NOT_LOGGED_IN',
])

/** The problem behind the name of a failure. */
export function refusalOf(code: string): DeviceProblem {
  return problems[code] ?? 'module.failed'
}
