/** Rows this test reads; naming the table here lets the compiler know it. */
export type { TeleserviceExchangeTable } from '#core/features/teleservices/tables.ts'
import { expect, test } from 'vitest'
import { contract } from '#app/contract.ts'
import { openWorld, testPassword } from '#test/world/open-world.ts'

test('traces and answers older than the cabinet keeps are removed by themselves, in one that calls no more', async () => {
  await using world = await openWorld()
  const patientId = await world.as('doctor').createPatient()
  const now = world.clock.now()
  const monthsAgo = (months: number) => {
    const day = new Date(now)
    day.setUTCMonth(day.getUTCMonth() - months)
    return day.toISOString()
  }
  const asked = [monthsAgo(40), monthsAgo(13), now]
  await world.onTheDisk((database) => {
    for (const at of asked) {
      database
        .prepare(
          `insert into teleservice_exchange (exchange_id, service, operation, patient_id, mode, message_id, asked_at,
            asked_by_name, ended_at, took_ms, outcome, answer) values (?, 'insi', 'traits', ?, 'card', 'm', ?, 'Dr', ?, 1, '00', '{}')`,
        )
        .run(crypto.randomUUID(), patientId, at, at)
    }
  })
  const kept = async () => {
    world.clock.forward(3_600_000)
    world.timers.tick()
    return (await world.rowsOf('teleservice_exchange')).map(({ asked_at: at }) => at).toSorted()
  }
  await expect.poll(kept).toEqual([asked[1], asked[2]].toSorted())
  const admin = world.as('admin')
  await admin.must(contract.sessions.unlock, { userId: admin.userId, password: testPassword })
  const { settings, version } = await admin.must(contract.teleservices.settings, {})
  await admin.must(contract.teleservices.updateSettings, {
    settings: { ...settings, keepMonths: 12 },
    expectedVersion: version,
  })
  await expect.poll(kept).toEqual([asked[2]])
})
