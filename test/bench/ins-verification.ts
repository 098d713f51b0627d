// What @peculiar/x509 builds on asks for it before anything else.
import 'reflect-metadata'
import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { contract } from '#app/contract.ts'
import { composeCore } from '#main/compose/index.ts'
import { connectInMemory, type MemorySeat } from '#main/wire/index.ts'
import { testClock } from '#test/world/clock.ts'
import { keptLog } from '#test/world/log.ts'
import { testTeleservices } from '#test/world/teleservices.ts'
import type { Bench } from './row.ts'
import { signIn } from './search.ts'

const patients = 14_000
/** Identities that the simulated service verifies in a second. */
const perSecond = 200
/** Beyond the time the service takes: signing in, the last wait for a batch, and what is applied after it. */
const mostBeyond = 1.15
const run = promisify(execFile)

/** Every identity of a large training cabinet verified against a service of a known rate. */
export const bench: Bench = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'cabinet-bench-verification-'))
  const teleservices = testTeleservices(keptLog(), { verification: { perSecond } })
  try {
    const make = fileURLToPath(new URL('search/make-cabinet.ts', import.meta.url))
    await run(process.execPath, [make, folder, String(patients)])
    const clock = testClock()
    // So late that every INS of the generated people is due.
    clock.forward(10 * 366 * 24 * 60 * 60_000)
    const core = composeCore({
      version: '0.0.0-bench',
      stateFolder: join(folder, 'state'),
      cabinetsFolder: join(folder, 'cabinets'),
      backupsFolder: join(folder, 'backups'),
      scheduled: false,
      ports: { clock, teleservices },
    })
    try {
      const seat = connectInMemory(core, { kind: 'test', name: 'bench' })
      await signIn(seat)
      const countFrom = performance.now()
      const before = await overview(seat)
      const counted = performance.now() - countFrom
      const from = performance.now()
      const started = await seat.call(contract.verification.start, {})
      if (!started.ok) throw new Error(started.problem)
      for (;;) {
        const [last] = (await overview(seat)).runs
        if (last?.state === 'done') break
        if (last?.state !== 'running' || last.trouble !== null) throw new Error(JSON.stringify(last))
        await new Promise((resolve) => setTimeout(resolve, 500))
      }
      const seconds = (performance.now() - from) / 1_000
      const floor = before.due / perSecond
      const ratio = seconds / floor
      return [
        {
          name: `${before.due} identities verified by a service of ${perSecond} a second`,
          value: seconds,
          unit: 's' as const,
          floor,
          ratio,
          budget: `≤ ${mostBeyond} × what the service takes`,
          ok: ratio <= mostBeyond && before.due >= 10_000,
        },
        {
          name: 'identities due, and the runs, as the screen asks for them',
          value: counted,
          unit: 'ms' as const,
          budget: '≤ 300 ms',
          ok: counted <= 300,
        },
      ]
    } finally {
      await core.dispose()
    }
  } finally {
    await teleservices.dispose()
    await rm(folder, { recursive: true, force: true })
  }
}

async function overview(seat: MemorySeat) {
  const reply = await seat.call(contract.verification.overview, {})
  if (!reply.ok) throw new Error(reply.problem)
  return reply.value
}
