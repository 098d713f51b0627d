import type { TeleserviceName } from '#core/ports/index.ts'
import { insiProfile } from '#main/protocols/insi/profile.ts'

type Servers = 'qualification' | 'production'

/**
 * Where the services are: all of them behind one path of one host, by line. What is certain of these addresses, and what is
 * only likely, is written in `main/protocols/insi/profile.ts`.
 */
export function addressOf(_service: TeleserviceName, servers: Servers, line: 'card' | 'certificate'): string {
  const { endpoints } = insiProfile
  if (servers === 'qualification') {
    return (line === 'card' ? endpoints.qualificationCard : endpoints.qualificationCertificate).wire
  }
  return (line === 'card' ? endpoints.productionCard : endpoints.productionCertificate).wire
}

/** How long the service may take, in ms: what clients in the field give it. */
export const answerMs = 60_000

/** The largest answer that is read, in bytes: the largest seen is 4 KB, a history of care may have thousands of lines. */
export const longestAnswer = 1024 * 1024
