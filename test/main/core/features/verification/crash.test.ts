import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { contract } from '#app/contract.ts'
import { killAtRandom, kills } from '#test/world/crash.ts'
import { openWorld, signedIn } from '#test/world/open-world.ts'
import { keptLog } from '#test/world/log.ts'
import { readyToCall, testTeleservices } from '#test/world/teleservices.ts'
import { insOf, withIns } from '#test/world/verified-identities.ts'

const rounds = kills(3, 40)
const identities = 30

test(`a run killed up to ${rounds} times goes on: each identity is asked about once, and changed once`, async () => {
  // The services outlive the cores: a core that ends stops only its own.
  const teleservices = testTeleservices(keptLog())
  onTestFinished(() => teleservices.dispose())
  await using world = await openWorld({ ports: { teleservices: { ...teleservices, dispose: async () => undefined } } })
  await readyToCall({ as: world.as, teleservices })
  const service = await teleservices.simulated()
  const { stop: _stop, ...running } = await teleservices.running()
  const patients: string[] = []
  for (let order = 1; order <= identities; order += 1) patients.push(await withIns(world, order, order % 10 === 0))
  const userId = world.userId('doctor')
  await world.core.dispose()
  const services = join(world.folder, 'services.json')
  await writeFile(services, JSON.stringify(running))
  const script = fileURLToPath(new URL('./verifying.ts', import.meta.url))
  const args = [world.folder, world.cabinetId, userId, services]
  let wasKilled = 0
  for (let round = 0; round < rounds; round += 1) {
    // Slow enough that a kill falls before, between and after the two calls.
    service.behave({ kind: { delay: 40 } })
    const { killedAfterMs } = await killAtRandom({ script, args, readyLine: 'ready', withinMs: 250 })
    if (killedAfterMs === null) break
    wasKilled += 1
  }
  expect(wasKilled).toBeGreaterThan(0)

  service.behave({ kind: 'honest' })
  const core = world.anotherCore()
  const seat = await signedIn(core, world.cabinetId, { userId }, 'qui revient')
  const last = async () => (await seat.must(contract.verification.overview, {})).runs[0]
  const left = await last()
  if (left === undefined) await seat.must(contract.verification.start, {})
  else if (left.state !== 'done') await seat.must(contract.verification.steer, { runId: left.runId, to: 'resume' })
  await expect.poll(async () => (await last())?.state, { timeout: 10_000 }).toBe('done')
  expect((await last())?.counts).toMatchObject({ confirmed: 27, 'not-confirmed': 3, waiting: 0, asked: 0 })
  for (let order = 1; order <= identities; order += 1) {
    const { matricule } = insOf(order, order % 10 === 0)
    expect(service.service.verification.asked.get(matricule)).toBe(1)
  }
  // Created, decided on, verified: nothing was applied twice.
  const rows = await world.rowsOf('patient')
  expect(rows.filter(({ patient_id }) => patients.includes(patient_id)).map(({ version }) => version)).toEqual(
    patients.map(() => 3),
  )
  await core.dispose()
})
