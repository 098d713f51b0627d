import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { contract } from '#app/contract.ts'
import { killAtRandom, kills } from '#test/world/crash.ts'
import { keptLog } from '#test/world/log.ts'
import { openWorld, signedIn } from '#test/world/open-world.ts'
import { readyToCall, testTeleservices } from '#test/world/teleservices.ts'

const rounds = kills(2, 30)
const records = 12

test(`killed ${rounds} times while INSi is asked, each call has its trace, its whole effect or none, and none is made again`, async () => {
  // The services outlive the cores: a core that ends stops only its own.
  const teleservices = testTeleservices(keptLog())
  onTestFinished(() => teleservices.dispose())
  await using world = await openWorld({ ports: { teleservices: { ...teleservices, dispose: async () => undefined } } })
  await readyToCall({ as: world.as, teleservices })
  const service = await teleservices.simulated()
  const { stop: _stop, ...running } = await teleservices.running()
  const waiting = new Set<string>()
  for (let index = 0; index < records; index += 1) waiting.add(await world.as('doctor').createPatient())
  const userId = world.userId('doctor')
  await world.core.dispose()
  const services = join(world.folder, 'services.json')
  await writeFile(services, JSON.stringify(running))
  const script = fileURLToPath(new URL('./asking.ts', import.meta.url))
  service.behave({ kind: { delay: 30 } })
  for (let round = 0; round < rounds; round += 1) {
    const args = [world.folder, world.cabinetId, userId, services, ...waiting]
    const { acknowledged } = await killAtRandom({ script, args, readyLine: 'ready', withinMs: 300 })
    const exchanges = await world.rowsOf('teleservice_exchange')
    const patients = new Map((await world.rowsOf('patient')).map((row) => [row.patient_id, row]))
    for (const exchange of exchanges) {
      const patient = patients.get(exchange.patient_id ?? '')
      const isOver = exchange.outcome !== null
      // The trace and « INS KO » are one transaction.
      expect(patient).toMatchObject({ ins_ko: isOver ? 1 : 0, version: isOver ? 2 : 1 })
      expect(exchange.outcome === null ? [null, null] : ['01', 'insi.no-match']).toEqual([
        exchange.outcome,
        exchange.problem,
      ])
    }
    for (const patientId of acknowledged)
      expect(exchanges.find(({ patient_id }) => patient_id === patientId)).toMatchObject({ outcome: '01' })
    for (const { patient_id } of exchanges) waiting.delete(patient_id ?? '')
  }
  // Whoever comes back sees what was interrupted, and nothing is asked again by itself.
  const asked = service.service.asked.length
  const exchanges = await world.rowsOf('teleservice_exchange')
  expect(exchanges.length).toBeGreaterThan(0)
  expect(new Set(exchanges.map(({ patient_id }) => patient_id)).size).toBe(exchanges.length)
  expect(asked).toBeLessThanOrEqual(exchanges.length)
  const core = world.anotherCore()
  const seat = await signedIn(core, world.cabinetId, { userId }, 'qui revient')
  const shown = await seat.must(contract.teleservices.exchanges, { patientId: null, before: null, limit: 200 })
  expect(shown.exchanges.map(({ outcome }) => outcome).toSorted()).toEqual(
    exchanges.map(({ outcome }) => outcome ?? 'interrupted').toSorted(),
  )
  expect(service.service.asked.length).toBe(asked)
  await core.dispose()
}, 120_000)
