import { openEgress } from '#main/adapters/egress/egress.ts'
import { type InsiTrial, type InsiVerdict, tryInsi } from '#main/adapters/teleservices/diagnosis.ts'
import { callTeleservices } from '#main/adapters/teleservices/teleservices.ts'
import { startTeleservices } from '#main/adapters/teleservices/training-teleservices.ts'

export type { InsiVerdict } from '#main/adapters/teleservices/diagnosis.ts'

/** Asks INSi once with the real things of this computer: no cabinet is opened, nothing is kept. */
export async function trialOfInsi(trial: Omit<InsiTrial, 'elapsedMs'>): Promise<InsiVerdict> {
  const elapsedMs = () => performance.now()
  // What it says is for whoever asked, on their terminal: nothing of it goes in a log.
  const egress = openEgress({ logger: { write: () => undefined }, elapsedMs })
  const calls = callTeleservices({ egress, startSimulator: startTeleservices })
  try {
    return await tryInsi(calls, { ...trial, elapsedMs })
  } finally {
    await calls.dispose()
  }
}
