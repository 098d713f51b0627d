import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { makeSoftToken, softModule, softTokenMissing } from '#test/world/soft-token.ts'

const run = promisify(execFile)

/** What the module does of its own; `null` when it behaves. */
export type Misdeed =
  | 'hang'
  | 'hang-list'
  | 'crash'
  | 'removed'
  | 'error'
  | 'forgets'
  | 'forged'
  | 'no-sha256'
  | 'pin-pad'
  | null

/** A token behind a module that counts wrong codes as a CPS does, and misbehaves when told. */
export interface StrictModule {
  readonly path: string
  readonly token: Awaited<ReturnType<typeof makeSoftToken>>
  readonly misbehave: (misdeed: Misdeed) => Promise<void>
  readonly remove: () => Promise<void>
}

/** Whether there is a C compiler to build it with. */
const compiler: string | null = await run('cc', ['--version']).then(
  () => 'cc',
  () => null,
)

/** Why no such module can be had here; `null` where it can. */
export const strictModuleMissing: string | null =
  softTokenMissing ?? (compiler === null ? 'needs a C compiler' : process.platform === 'linux' ? null : 'only on Linux')

/** Builds the module and makes its token. */
export async function makeStrictModule(): Promise<StrictModule> {
  const folder = await mkdtemp(join(tmpdir(), 'strict-module-'))
  const path = join(folder, 'strict-module.so')
  const control = join(folder, 'control')
  const source = fileURLToPath(new URL('./strict-module.c', import.meta.url))
  const defined = [`-DCONTROL="${control}"`, `-DREAL="${softModule}"`]
  const [token] = await Promise.all([
    makeSoftToken(),
    run('cc', ['-shared', '-fPIC', '-O1', ...defined, '-o', path, source, '-ldl']),
  ])
  return {
    path,
    token,
    misbehave: (misdeed) => writeFile(control, `${misdeed ?? ''}\n`),
    remove: async () => {
      await token.remove()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
