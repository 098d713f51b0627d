import { execFileSync } from 'node:child_process'

/** Why `openssl` cannot be asked here, for the name or the reason of a skipped test; `null` where it can. */
export const opensslMissing: string | null = (() => {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' })
    return null
  } catch {
    return 'needs openssl'
  }
})()
