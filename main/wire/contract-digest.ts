import { createHash } from 'node:crypto'
import { contract } from '#app/contract.ts'
import { contractText } from '#app/kernel/greeting.ts'

/** Written in by the build; absent when the sources run as they are. */
declare const CONTRACT_DIGEST: string | undefined

let digest: string | undefined

/** SHA-256 of what this program understands, in lower-case hexadecimal; made once, when first asked for. */
export function contractDigest(): string {
  digest ??=
    typeof CONTRACT_DIGEST === 'string'
      ? CONTRACT_DIGEST
      : createHash('sha256').update(contractText(contract)).digest('hex')
  return digest
}
