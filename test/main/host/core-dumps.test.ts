import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..', '..', '..')

test.skipIf(process.platform !== 'linux')(
  'a process that holds keys or codes is not written to the disk when it breaks, nor those it starts (needs Linux)',
  async () => {
    const asked = `
      import { execFileSync } from 'node:child_process'
      import { forbidCoreDumps } from '#main/host/core-dumps.ts'
      const done = forbidCoreDumps()
      console.log(done, execFileSync('cat', ['/proc/self/limits'], { encoding: 'utf8' }))`
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', asked], { cwd: root })
    expect(stdout).toMatch(/^true /)
    expect(stdout).toMatch(/^Max core file size +0 +0 /m)
  },
)
