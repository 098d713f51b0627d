import { join } from 'node:path'
import { expect, test } from 'vitest'
import { statusOf } from '#app/features/identity/rules/proofs.ts'
import { queriesOn } from '#core/db/connection.ts'
import { findIdentity } from '#core/features/identity/index.ts'
import type { CabinetTables } from '#core/kernel/tables.ts'
import { killAtRandom, kills } from '#test/world/crash.ts'
import { answerWaits } from '#test/world/identities.ts'
import { openWorld } from '#test/world/open-world.ts'

const rounds = kills(2, 30)
const records = 32

test(`killed ${rounds} times while deciding, each identity is qualified whole or not at all, and each answer decided once`, async () => {
  await using world = await openWorld()
  const doctor = world.as('doctor')
  const waiting = new Map<string, string>()
  for (let index = 0; index < records; index += 1) {
    const patientId = await doctor.createPatient({ mobile: '' })
    waiting.set(patientId, await answerWaits(world, patientId))
  }
  await world.core.dispose()
  const acknowledged = new Set<string>()
  const script = join(import.meta.dirname, 'deciding.ts')
  for (let round = 0; round < rounds; round += 1) {
    const pairs = [...waiting].map(([patientId, exchangeId]) => `${patientId}:${exchangeId}`)
    const args = [world.folder, world.cabinetId, world.userId('doctor'), ...pairs]
    const death = await killAtRandom({ script, args, readyLine: 'ready', withinMs: 150 })
    for (const patientId of death.acknowledged) acknowledged.add(patientId)

    const decided = new Set<string>()
    await world.onTheDisk(async (database) => {
      const calls = database.prepare('select patient_id, decided_at from teleservice_exchange').all() as {
        patient_id: string
        decided_at: string | null
      }[]
      for (const call of calls) {
        const held = await findIdentity(queriesOn<CabinetTables>(database), call.patient_id)
        const isDecided = call.decided_at !== null
        if (isDecided) decided.add(call.patient_id)
        expect(statusOf(held?.identity ?? { ins: null, document: null })).toBe(isDecided ? 'qualified' : 'provisional')
        expect(held?.row).toMatchObject(
          isDecided ? { ins_status: 'qualified', version: 2 } : { ins_status: 'provisional', version: 1 },
        )
      }
    })
    for (const patientId of acknowledged) expect(decided).toContain(patientId)
    const lines = (await world.journal()).filter(({ act, outcome }) => act === 'identity.decide' && outcome === 'done')
    expect(lines.map((line) => line.patient_id).toSorted()).toEqual([...decided].toSorted())
    for (const patientId of decided) waiting.delete(patientId)
  }
  expect(acknowledged.size).toBeGreaterThan(0)
}, 120_000)
