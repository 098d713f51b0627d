import { type Authority, readAuthorities } from '#main/protocols/certificate-trust.ts'
import { trainingAuthorities as published } from '#main/protocols/training-authority.ts'

/** The authorities of the training reader's cards: believed by training cabinets alone. */
export function trainingAuthorities(): readonly Authority[] {
  return published.flatMap((text) => {
    const reading = readAuthorities(new Uint8Array(Buffer.from(text, 'base64')))
    return reading.ok ? reading.authorities : []
  })
}
