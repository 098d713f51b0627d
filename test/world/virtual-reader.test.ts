import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { answer, bytes, type VirtualCard } from '#test/simulators/cards/virtual-card.ts'
import { pcscdMissing, pcscdSocket } from './pcscd.ts'
import { openVirtualReaders } from './virtual-reader.ts'

const run = promisify(execFile)
const missing = pcscdMissing !== null || !existsSync('/usr/bin/opensc-tool')

/** Answers every command with what it was asked, so that an outside program shows that it came. */
const echo: VirtualCard = {
  atr: bytes('3B 75 13 00 00 43 09 EA 90 00'),
  reset: () => undefined,
  transmit: (command) => answer(0x9000, command),
}

test.skipIf(missing)(
  'a test has a PC/SC daemon of its own, whose cards outside programs see (needs pcscd, vsmartcard-vpcd and opensc)',
  async () => {
    await using readers = await openVirtualReaders()
    const witness = (...options: string[]): Promise<{ readonly stdout: string }> =>
      run('opensc-tool', options, { env: { ...process.env, ...readers.daemon.environment } })
    expect((await witness('--list-readers')).stdout).toMatch(/No +Virtual PCD 00 00\n.*No +Virtual PCD 00 01/)

    await readers.insert(echo, 1)
    await expect.poll(async () => (await witness('--list-readers')).stdout).toMatch(/Yes +Virtual PCD 00 01/)
    expect((await witness('--reader', '1', '--atr')).stdout.trim()).toBe('3b:75:13:00:00:43:09:ea:90:00')

    await readers.withdraw(1)
    await expect.poll(async () => (await witness('--list-readers')).stdout).toMatch(/No +Virtual PCD 00 01/)

    await readers.daemon.kill()
    expect(existsSync(pcscdSocket())).toBe(false)
    expect((await witness('--list-readers')).stdout).toContain('No smart card readers found')
    await readers.daemon.restart()
    expect((await witness('--list-readers')).stdout).toContain('Virtual PCD 00 00')

    await readers.stop()
    expect(existsSync(pcscdSocket())).toBe(false)
  },
)
