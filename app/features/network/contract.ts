import { z } from 'zod'
import { operation } from '#app/kernel/operation.ts'
import { networkStatus, pairedSeat, pairingCode, seatFingerprint, seatName } from './model.ts'

const noPatient = { patients: 'none', because: 'computers of the cabinet only' } as const

/** Whether and where the cabinet answers other computers. */
export const readNetworkStatus = operation({
  name: 'network.status',
  kind: 'query',
  needs: 'active-session',
  permission: 'network.configure',
  scope: noPatient,
  audit: { none: 'addresses of this computer' },
  input: z.strictObject({}),
  output: z.object({ status: networkStatus }),
  problems: [],
})

/** « Partager ce cabinet sur le réseau », or stop: the seats of other computers are then cut. Remembered at the next start. */
export const setSharing = operation({
  name: 'network.share',
  kind: 'command',
  needs: 'active-session',
  permission: 'network.configure',
  scope: noPatient,
  audit: 'network.share',
  input: z.strictObject({ sharing: z.boolean(), port: z.int().min(1024).max(65_535).nullable() }),
  output: z.object({ status: networkStatus }),
  problems: ['network.unavailable', 'network.port-taken', 'network.keys-unreadable'],
})

/** Shows a code that joins one computer, for a few minutes and a few tries; replaces the former one. */
export const startPairing = operation({
  name: 'network.startPairing',
  kind: 'command',
  needs: 'active-session',
  permission: 'network.configure',
  scope: noPatient,
  audit: 'network.start-pairing',
  input: z.strictObject({}),
  output: z.object({ pairing: pairingCode }),
  problems: ['network.unavailable', 'network.not-shared', 'network.seats-unreadable'],
})

/** Withdraws the code. */
export const stopPairing = operation({
  name: 'network.stopPairing',
  kind: 'command',
  needs: 'active-session',
  permission: 'network.configure',
  scope: noPatient,
  audit: 'network.stop-pairing',
  input: z.strictObject({}),
  output: z.object({ stopped: z.literal(true) }),
  problems: ['network.unavailable'],
})

/** The computers joined, those withdrawn included, newest first. */
export const listSeats = operation({
  name: 'network.seats',
  kind: 'query',
  needs: 'active-session',
  permission: 'network.configure',
  scope: noPatient,
  audit: { none: 'computers of the cabinet' },
  input: z.strictObject({}),
  output: z.object({ seats: z.array(pairedSeat) }),
  problems: ['network.unavailable', 'network.seats-unreadable'],
})

/** Gives a computer another name. */
export const renameSeat = operation({
  name: 'network.renameSeat',
  kind: 'command',
  needs: 'active-session',
  permission: 'network.configure',
  scope: noPatient,
  audit: 'network.rename-seat',
  input: z.strictObject({ fingerprint: seatFingerprint, name: seatName }),
  output: z.object({ seat: pairedSeat }),
  problems: ['network.unavailable', 'network.seats-unreadable'],
})

/** Withdraws a computer: its lines are cut at once and its certificate opens nothing any more. */
export const revokeSeat = operation({
  name: 'network.revokeSeat',
  kind: 'command',
  needs: 'active-session',
  permission: 'network.configure',
  scope: noPatient,
  audit: 'network.revoke-seat',
  input: z.strictObject({ fingerprint: seatFingerprint }),
  output: z.object({ seat: pairedSeat }),
  problems: ['network.unavailable', 'network.seats-unreadable'],
})

/** The operations of `network`, by the second part of their name. */
export const networkContract = {
  status: readNetworkStatus,
  share: setSharing,
  startPairing,
  stopPairing,
  seats: listSeats,
  renameSeat,
  revokeSeat,
}
