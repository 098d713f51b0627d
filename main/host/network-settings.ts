import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { z } from 'zod'
import { readPresent } from './certificate-files.ts'
import { writeDocument } from './seat-register.ts'

const settings = z.strictObject({
  format: z.literal(1),
  /** Drawn once: says which host it is, names nothing. */
  hostId: z.string().regex(/^[0-9a-f]{32}$/),
  sharing: z.boolean(),
  port: z.int().min(1024).max(65_535).nullable(),
})

/** What a host remembers of its network from one start to the next. */
export type NetworkSettings = Readonly<z.infer<typeof settings>>

const fileIn = (folder: string) => join(folder, 'network.json')

/** What is remembered in a folder. When there is nothing, or nothing that reads: another identifier, and no sharing. */
export async function readNetworkSettings(folder: string): Promise<NetworkSettings> {
  try {
    const text = await readPresent(fileIn(folder))
    if (text !== null) return settings.parse(JSON.parse(text))
  } catch {
    // What it says is a convenience: sharing off is the safe side, and seats know their host by its authority.
  }
  const drawn: NetworkSettings = { format: 1, hostId: randomBytes(16).toString('hex'), sharing: false, port: null }
  // Where nothing can be written the program still opens: it answers to another identifier at its next start.
  await writeNetworkSettings(folder, drawn).catch(() => undefined)
  return drawn
}

/** Remembers, whole or not at all. */
export function writeNetworkSettings(folder: string, value: NetworkSettings): Promise<void> {
  return writeDocument(folder, fileIn(folder), value)
}
