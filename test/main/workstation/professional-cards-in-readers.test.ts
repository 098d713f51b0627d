import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { countInsertions } from '#main/workstation/compose.ts'
import { keptFailures } from '#main/workstation/failures.ts'
import type { CardReaders } from '#main/workstation/ports.ts'
import { professionalCards } from '#main/workstation/professional-cards.ts'
import { followPcscReaders } from '#main/workstation/readers.ts'
import { answer, bytes } from '#test/simulators/cards/virtual-card.ts'
import { pcscdMissing } from '#test/world/pcscd.ts'
import { makeSoftToken, softTokenMissing } from '#test/world/soft-token.ts'
import { openVirtualReaders } from '#test/world/virtual-reader.ts'

const cps4 = {
  atr: bytes('3B9B188001001225006480040100009044'),
  reset: () => undefined,
  transmit: () => answer(0x6d00),
}

test.skipIf(pcscdMissing !== null || softTokenMissing !== null)(
  'a card put in a reader of PC/SC is the token of the module until it is taken out (needs pcscd, its virtual reader, softhsm2, opensc and openssl)',
  async () => {
    const token = await makeSoftToken()
    await using virtual = await openVirtualReaders()
    const insertions = countInsertions()
    const failures = keptFailures()
    const readers = followPcscReaders({ insertions, failures })
    const cards = professionalCards({ readers, insertions, failures, modulePath: token.module })
    try {
      await until(readers, 0)
      // The token is in the module all along: a card is there when its reader shows one.
      expect(await cards.read()).toEqual({ ok: false, problem: 'card.absent' })

      await virtual.insert(cps4)
      await until(readers, 1)
      const card = await cards.read()
      if (!card.ok) throw new Error(card.problem)
      expect(card.value).toMatchObject({ reader: virtual.daemon.readers[0], lastName: 'MARCHAND', pinEntered: false })
      const { insertion } = card.value
      expect(await cards.enterPin(insertion, token.pin)).toEqual({ ok: true, value: {} })
      expect((await cards.signMessage(insertion, Buffer.from('message'))).ok).toBe(true)

      await virtual.withdraw()
      await until(readers, 0)
      expect(await cards.signMessage(insertion, Buffer.from('message'))).toEqual({ ok: false, problem: 'card.absent' })

      await virtual.insert(cps4)
      await until(readers, 1)
      const back = await cards.read()
      expect(back).toMatchObject({ ok: true, value: { pinEntered: false } })
      expect(back.ok && back.value.insertion).toBeGreaterThan(insertion)
      expect(await cards.signMessage(insertion, Buffer.from('message'))).toEqual({
        ok: false,
        problem: 'card.withdrawn',
      })
    } finally {
      await cards.close()
      await readers.close()
      await token.remove()
    }
  },
)

async function until(readers: CardReaders, cards: number): Promise<void> {
  const seen = () => {
    const { service, readers: shown } = readers.state()
    return service === 'ready' && shown.length > 0 && shown.filter(({ status }) => status === 'card').length === cards
  }
  while (!seen()) await pause(20)
}
