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
  const [line = ''] = await readLines(source, 1)
  if (line === '') throw new Misuse(fr.misuse.emptySecret)
  return line
}

/** The first two lines of the source named, a secret each. Throws {@link Misuse} when one of them is missing. */
export async function readTwoSecrets(source: SecretSource): Promise<readonly [string, string]> {
  const [first = '', second = ''] = await readLines(source, 2)
  if (first === '') throw new Misuse(fr.misuse.emptySecret)
  if (second === '') throw new Misuse(fr.misuse.twoSecrets)
  return [first, second]
}

async function readLines(source: SecretSource, wanted: number): Promise<string[]> {
  if (source.passwordStdin === true && source.passwordFd !== undefined) throw new Misuse(fr.misuse.twoSources)
  if (source.passwordStdin === true) return firstLines(process.stdin, wanted)
  if (source.passwordFd === undefined) throw new Misuse(fr.misuse.noSecret)
  const fd = Number(source.passwordFd)
  if (!Number.isInteger(fd) || fd < 0 || fd > 255) throw new Misuse(fr.misuse.number('--password-fd', 0, 255))
  if (!isGiven(fd)) throw new Misuse(fr.misuse.noSecret)
  // Left open: a wrong number may be one that this process needs itself.
  return firstLines(createReadStream('', { fd, autoClose: false }), wanted)
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

async function firstLines(stream: Readable, wanted: number): Promise<string[]> {
  let text = ''
  try {
    for await (const piece of stream) {
      text += String(piece)
      // A password is short: whatever follows is not one.
      if (text.split('\n').length > wanted || text.length > 4096) break
    }
  } catch {
    throw new Misuse(fr.misuse.noSecret)
  }
  return text.split(/\r?\n/, wanted)
}
