import type { InsProof } from '#app/features/identity/model.ts'
import { localTime } from '#app/kernel/local-time.ts'
import type { VerificationSettings } from './model.ts'

/** When the INS held was last known to be right: when INSi gave it, or confirmed it. */
export function lastConfirmedAt(proof: Pick<InsProof, 'act' | 'verifiedAt'>): string {
  return proof.verifiedAt ?? proof.act.at
}

/**
 * Whether an INS is to be asked about again: so many years after INSi gave or confirmed it, day for day. One that came from
 * the Application carte Vitale never is: INSi is not called for it (RNIV 1 v2.0, §4.3.4).
 *
 * @param now ISO 8601 in UTC with milliseconds.
 */
export function isVerificationDue(
  proof: Pick<InsProof, 'act' | 'verifiedAt' | 'channel'>,
  years: number,
  now: string,
): boolean {
  return proof.channel !== 'AV' && lastConfirmedAt(proof) <= yearsBefore(now, years)
}

/** The same instant, so many years before; of 29 February, the end of the 28th. */
export function yearsBefore(now: string, years: number): string {
  const date = new Date(now)
  const day = date.getUTCDate()
  date.setUTCFullYear(date.getUTCFullYear() - years)
  // A day that year does not have: the last one before it.
  if (date.getUTCDate() !== day) date.setUTCDate(0)
  return date.toISOString()
}

/** How long a night is, in hours from the one that is set. */
export const nightHours = 5

/** Computers are turned off at night: after so long without a run, one begins at any hour. In ms. */
export const longestWithoutNightMs = 7 * 24 * 60 * 60_000

/**
 * Whether the program may begin a run now: during the night, once each; or at any hour when the last nights were missed.
 *
 * @param since when it last looked whether identities were due, or when it was told to; ISO 8601 in UTC.
 */
export function isNightRunDue(
  settings: Pick<VerificationSettings, 'byNight' | 'hour'>,
  since: string,
  now: string,
  timeZone: string,
): boolean {
  if (!settings.byNight) return false
  const elapsedMs = Date.parse(now) - Date.parse(since)
  // A clock that was put back holds nothing.
  if (elapsedMs < 0 || elapsedMs >= longestWithoutNightMs) return true
  const { hour, minute, second } = localTime(now, timeZone)
  const hours = (Number(hour) - settings.hour + 24) % 24
  const sinceNightfallMs = ((hours * 60 + Number(minute)) * 60 + Number(second)) * 1_000
  return hours < nightHours && elapsedMs > sinceNightfallMs
}
