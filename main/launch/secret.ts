import { createReadStream, fstatSync } from 'node:fs'
import type { Readable } from 'node:stream'
import { fr } from '#app/text/fr/command-line.ts'
import { Misuse } from './command.ts'

/** Where a secret may come from; never an argument, which any program of the computer can read. */
export interface SecretSource {
  readonly passwordStdin?: boolean
  readonly passwordFd?: string
}

/** Whether a source was named. */
export function hasSecret(source: SecretSource): boolean {
  return source.passwordStdin === true || source.passwordFd !== undefined
}

/** The first line of the source named. Throws {@link Misuse} when none, two, or an empty one is. */
export async function readSecret(source: SecretSource): Promise<string> {
  if (source.passwordStdin === true && source.passwordFd !== undefined) throw new Misuse(fr.misuse.twoSources)
  if (source.passwordStdin === true) return firstLine(process.stdin)
  if (source.passwordFd === undefined) throw new Misuse(fr.misuse.noSecret)
  const fd = Number(source.passwordFd)
  if (!Number.isInteger(fd) || fd < 0 || fd > 255) throw new Misuse(fr.misuse.number('--password-fd', 0, 255))
  if (!isGiven(fd)) throw new Misuse(fr.misuse.noSecret)
  // Left open: a wrong number may be one that this process needs itself.
  return firstLine(createReadStream('', { fd, autoClose: false }))
}

/** Whether a descriptor can hold a secret that the caller gave: a file, a pipe, a socket or a terminal. */
function isGiven(fd: number): boolean {
  try {
    const found = fstatSync(fd)
    return found.isFile() || found.isFIFO() || found.isSocket() || found.isCharacterDevice()
  } catch {
    return false
  }
}

async function firstLine(stream: Readable): Promise<string> {
  let text = ''
  try {
    for await (const piece of stream) {
      text += String(piece)
      // A password is short: whatever follows is not one.
      if (text.includes('\n') || text.length > 4096) break
    }
  } catch {
    throw new Misuse(fr.misuse.noSecret)
  }
  const line = text.split(/\r?\n/, 1)[0] ?? ''
  if (line === '') throw new Misuse(fr.misuse.emptySecret)
  return line
}
