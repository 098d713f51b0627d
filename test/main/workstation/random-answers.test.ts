import { expect, test } from 'vitest'
import { countInsertions } from '#main/workstation/compose.ts'
import { keptFailures } from '#main/workstation/failures.ts'
import { followPcscReaders } from '#main/workstation/readers.ts'
import { vitaleReading } from '#main/workstation/vitale.ts'
import { misbehaving } from '#test/simulators/cards/misbehave.ts'
import { vitaleCard } from '#test/simulators/cards/vitale.ts'
import { pcscdMissing } from '#test/world/pcscd.ts'
import { openVirtualReaders } from '#test/world/virtual-reader.ts'

const holders = [{ name: 'DURAND', firstName: 'MARIE', birthDate: '19770714' }]

// A virtual reader takes some 44 ms a command: the thousand answers of `vitale.test.ts` meet the reading without one.
test.skipIf(pcscdMissing !== null)(
  'random answers through a real PC/SC service end in a named refusal, and the reader serves the next card (needs pcscd and its virtual reader)',
  async () => {
    await using virtual = await openVirtualReaders()
    const failures = keptFailures()
    const readers = followPcscReaders({ insertions: countInsertions(), failures })
    const vitale = vitaleReading({ readers, failures, libraryPath: null })
    const [name] = virtual.daemon.readers
    const seen = () => readers.state().readers.find((reader) => reader.name === name)?.card ?? null
    const card = misbehaving(vitaleCard({ holders }))
    try {
      let inserted = await virtual.insert(card)
      await expect.poll(seen).not.toBeNull()
      const said = new Set<string>()
      for (let seed = 1; seed <= 12; seed += 1) {
        // An answer without a byte is a card that goes: the reader is found empty, and it is put back.
        if (inserted.ended()) {
          const former = seen()?.insertion ?? 0
          inserted = await virtual.insert(card)
          await expect.poll(() => seen()?.insertion ?? 0, { timeout: 5_000 }).toBeGreaterThan(former)
        }
        card.misbehave({ kind: seed % 2 === 0 ? 'garbage' : 'random', seed }, { after: seed % 6 })
        const read = await vitale.read(name)
        said.add(read.ok ? 'read' : read.problem)
        expect(readers.state().service).toBe('ready')
      }
      const named = new Set(['read', 'card.unreadable', 'card.withdrawn', 'card.absent', 'card.slow'])
      expect([...said].filter((one) => !named.has(one))).toEqual([])
      expect(said).toContain('card.unreadable')

      card.behave()
      await virtual.withdraw()
      await expect.poll(seen).toBeNull()
      await virtual.insert(card)
      await expect.poll(seen).not.toBeNull()
      expect(await vitale.read(name)).toMatchObject({ ok: true, value: { beneficiaries: [{ firstName: 'MARIE' }] } })
      // Nothing of what the card said is in what the diagnostic tells.
      expect(JSON.stringify(failures.list())).not.toContain('MARIE')
    } finally {
      await readers.close()
    }
  },
)
