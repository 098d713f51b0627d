import { execFile } from 'node:child_process'
import { generateKeyPairSync, verify } from 'node:crypto'
import { existsSync } from 'node:fs'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { misbehaving } from '#test/simulators/cards/misbehave.ts'
import { professionalCard } from '#test/simulators/cards/professional.ts'
import { bytes, type VirtualCard } from '#test/simulators/cards/virtual-card.ts'
import { vitaleCard } from '#test/simulators/cards/vitale.ts'
import { pcscdMissing } from './pcscd.ts'
import { openVirtualReaders } from './virtual-reader.ts'

const run = promisify(execFile)
const holders = [
  { name: 'DURAND', firstName: 'MARIE', birthDate: '19770714', nir: '277073306302131' },
  { name: 'DURAND', firstName: 'PAUL', birthDate: '20100302' },
]

/** Commands and answers in hexadecimal. */
async function say(card: VirtualCard, command: string): Promise<string> {
  const reply = await card.transmit(bytes(command))
  return reply instanceof Uint8Array ? Buffer.from(reply).toString('hex').toUpperCase() : String(reply)
}

const selectVitale = '00A404000BD2500000025649 54414C45'

describe('a virtual Vitale card', () => {
  test('has one ATR of its family for each variant, and another for the first generation', () => {
    const atr = (card: VirtualCard) => Buffer.from(card.atr).toString('hex').toUpperCase()
    expect(atr(vitaleCard({ holders }))).toBe('3B751300004309EA9000')
    expect(atr(vitaleCard({ holders, variant: 0x4c }))).toBe('3B751300004C09EA9000')
    expect(atr(vitaleCard({ holders, generation: 1 }))).toMatch(/^3F652500/)
  })

  test('names its files in a table, gives those of people to anybody and refuses those of rights', async () => {
    const card = vitaleCard({ holders })
    expect(await say(card, '00A40200022001')).toBe('6A82')
    expect(await say(card, selectVitale)).toMatch(/9000$/)
    expect(await say(card, '00A40200022001')).toBe('9000')
    const table = await say(card, '00B0000000')
    expect(table).toMatch(/^E081..A0.*82120000000ED2500000024D465F564954414C45/)
    // Eight letters, application 1, file 2102.
    expect(table).toContain(`800C${Buffer.from('BENEF2  ').toString('hex').toUpperCase()}00012102`)
    expect(await say(card, '00A40200022102')).toBe('9000')
    const person = await say(card, '00B0000000')
    expect(person.slice(0, 2)).toBe('65')
    expect(Buffer.from(person, 'hex').toString('latin1')).toContain('PAUL')
    expect(await say(card, '00B0000004')).toBe(`${person.slice(0, 8)}9000`)
    expect(await say(card, '00B07FFF00')).toBe('6B00')
    expect(await say(card, '00A40200022010')).toBe('9000')
    expect(await say(card, '00B0000000')).toBe('6982')
    // Longer than one step: the second one is short.
    await say(card, '00A40200022003')
    expect(await say(card, '00B0000000')).toHaveLength(2 * 258)
    expect((await say(card, '00B0010000')).length).toBeLessThan(2 * 258)
    card.reset()
    expect(await say(card, '00B0000000')).toBe('6986')
  })
})

describe('a virtual professional card', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const keys = { authentication: privateKey, signature: privateKey }
  const newCard = () => professionalCard({ model: 'CPS3', serialNumber: '2800000001', pin: '1234', keys })

  test('counts wrong codes in 63Cx, blocks at the third, and the right one gives the tries back', async () => {
    const card = newCard()
    expect(await say(card, '00200001')).toBe('63C3')
    expect(await say(card, '002000010439393939')).toBe('63C2')
    expect(await say(card, '002000010431323334')).toBe('9000')
    expect(await say(card, '00200001')).toBe('9000')
    for (const status of ['63C2', '63C1', '6983', '6983']) expect(await say(card, '002000010439393939')).toBe(status)
    expect(await say(card, '002000010431323334')).toBe('6983')
    card.reset()
    expect(await say(card, '00200001')).toBe('6983')
    card.unblock()
    expect(await say(card, '0020000108 31323334FFFFFFFF')).toBe('9000')
  })

  test('signs after its code only, what openssl would verify', async () => {
    const card = newCard()
    const message = Buffer.from('à signer')
    const digestInfo = `3031300D060960864801650304020105000420${await sha256(message)}`
    expect(await say(card, `0088000033${digestInfo}00`)).toBe('6982')
    await say(card, '002000010431323334')
    const signed = await say(card, `0088000033${digestInfo}00`)
    expect(verify('sha256', message, publicKey, Buffer.from(signed.slice(0, -4), 'hex'))).toBe(true)
    expect(await say(card, `002A9E9A33${digestInfo}00`)).toBe(signed)
  })

  test('of the fourth generation is reached on its channel', async () => {
    const card = professionalCard({ serialNumber: '2800000001', pin: '1234' })
    expect(await say(card, '00A404000880250000 01FF0100')).toBe('6A82')
    expect(await say(card, '01A404000880250000 01FF0100')).toBe('6881')
    expect(await say(card, '0070000001')).toBe('019000')
    expect(await say(card, '01A404000880250000 01FF0100')).toMatch(/9000$/)
  })

  test.skipIf(pcscdMissing !== null || !existsSync('/usr/bin/opensc-tool'))(
    'is seen by an outside program: its ATR, its number, its wrong codes (needs pcscd, vsmartcard-vpcd and opensc)',
    async () => {
      await using readers = await openVirtualReaders()
      await readers.insert(newCard())
      const tool = async (...options: readonly string[]) =>
        // Its own probing of every card it knows would take some fifty commands.
        (
          await run('opensc-tool', ['--card-driver', 'default', ...options], {
            env: { ...process.env, ...readers.daemon.environment },
          })
        ).stdout
      await expect.poll(() => tool('--list-readers')).toMatch(/Yes +Virtual PCD 00 00/)
      expect((await tool('--atr')).trim()).toBe('3b:ac:00:40:2a:00:12:25:00:64:80:00:03:10:00:90:00')
      const commands = ['00A40800043F00D003', '00B0000000', '002000010439393939', '002000010439393939']
      const said = await tool(...commands.flatMap((command) => ['--send-apdu', command]))
      expect(said.replaceAll(/\s+/g, ' ')).toContain('5A 0A 80 25 00 00 01 28 00 00 00 01')
      expect([...said.matchAll(/SW1=0x(..), SW2=0x(..)/g)].map(([, one, two]) => `${one}${two}`)).toEqual([
        '9000',
        '9000',
        '63C2',
        '63C1',
      ])
    },
  )
})

describe('a card told to misbehave', () => {
  test('does it after so many commands, so many times, then answers again', async () => {
    const card = misbehaving(vitaleCard({ holders }))
    card.misbehave({ kind: 'status', status: 0x6f00 }, { after: 1, times: 1 })
    expect(await say(card, selectVitale)).toMatch(/9000$/)
    expect(await say(card, '00A40200022001')).toBe('6F00')
    expect(await say(card, '00A40200022001')).toBe('9000')
    card.misbehave({ kind: 'cut', keep: 5 })
    expect(await say(card, '00B0000000')).toMatch(/^E081....9000$|^.{10}9000$/)
    card.misbehave({ kind: 'silent' })
    expect(await say(card, '00B0000000')).toBe('null')
    card.misbehave({ kind: 'withdrawn' })
    expect(await say(card, '00B0000000')).toBe('withdrawn')
    card.misbehave({ kind: 'reset' }, { times: 1 })
    expect(await say(card, '00B0000000')).toBe('6986')
    card.behave()
    expect(await say(card, selectVitale)).toMatch(/9000$/)
    expect(card.commands()).toHaveLength(8)
  })

  test('draws the same answers from the same seed', async () => {
    const drawn = async (seed: number) => {
      const card = misbehaving(vitaleCard({ holders }))
      card.misbehave({ kind: 'random', seed })
      return [await say(card, selectVitale), await say(card, '00B0000000')]
    }
    expect(await drawn(7)).toEqual(await drawn(7))
    expect(await drawn(7)).not.toEqual(await drawn(8))
  })
})

async function sha256(message: Buffer): Promise<string> {
  const { createHash } = await import('node:crypto')
  return createHash('sha256').update(message).digest('hex').toUpperCase()
}
