import { mkdir, open, readFile, rename } from 'node:fs/promises'
import { dirname } from 'node:path'

/** One secret as kept on this computer, with the keyring that sealed it: another one could not open it. */
export interface SealedSecret {
  readonly backend: string
  readonly sealed: string
}

/** The secrets of this computer, in one file, each sealed by the operating system before it comes here. */
export interface SealedSecrets {
  /** Null when none is kept under this name. Throws when the file is there and the system does not give it. */
  find(name: string): Promise<SealedSecret | null>
  /** On the disk when it returns. Changes asked together are made one after the other: none undoes another. */
  keep(name: string, secret: SealedSecret): Promise<void>
  forget(name: string): Promise<void>
}

/**
 * The secrets kept in `file`, which is made when needed. What does not read as secrets counts for none, and the next
 * change writes the file anew: a person types a password again, no more.
 */
export function sealedSecrets(file: string): SealedSecrets {
  let last: Promise<void> = Promise.resolve()
  const change = (make: (secrets: Map<string, SealedSecret>) => void) => {
    const mine = last.then(async () => {
      const secrets = await readSecrets(file)
      make(secrets)
      await writeSecrets(file, secrets)
    })
    // One that failed does not hold back the next.
    last = mine.catch(() => undefined)
    return mine
  }
  return {
    async find(name) {
      await last
      return (await readSecrets(file)).get(name) ?? null
    },
    keep: (name, secret) => change((secrets) => secrets.set(name, secret)),
    forget: (name) => change((secrets) => secrets.delete(name)),
  }
}

async function readSecrets(file: string): Promise<Map<string, SealedSecret>> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '{}'
    throw error
  })
  const parsed = parse(text)
  if (typeof parsed !== 'object' || parsed === null) return new Map()
  return new Map(Object.entries(parsed).filter((entry): entry is [string, SealedSecret] => isSealed(entry[1])))
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function isSealed(value: unknown): value is SealedSecret {
  return (
    typeof value === 'object' &&
    value !== null &&
    'backend' in value &&
    typeof value.backend === 'string' &&
    'sealed' in value &&
    typeof value.sealed === 'string'
  )
}

/** Whole or not at all, and flushed: a power cut leaves the former file or the new one. */
async function writeSecrets(file: string, secrets: ReadonlyMap<string, SealedSecret>): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  const beside = await open(`${file}.new`, 'w', 0o600)
  try {
    await beside.writeFile(JSON.stringify(Object.fromEntries(secrets)))
    await beside.sync()
  } finally {
    await beside.close()
  }
  await rename(`${file}.new`, file)
}
