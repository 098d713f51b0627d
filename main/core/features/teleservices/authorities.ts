import type { ServerAuthority } from '#app/features/teleservices/model.ts'
import { certificatesIn } from '#main/protocols/certificate-bundle.ts'
import { commonNameIn } from '#main/protocols/certificate-trust.ts'
import { readCertificate } from '#main/protocols/professional-certificate.ts'

const mostAuthorities = 20

/** The authorities of a file, PEM, one each; or why there is none to take. */
export function authoritiesOf(
  file: Uint8Array,
): string[] | { readonly reason: 'unreadable' | 'not-an-authority' | 'too-many' } {
  const found = certificatesIn(file)
  if (found.length > mostAuthorities) return { reason: 'too-many' }
  const read = found.map((der) => readCertificate(der))
  if (read.length === 0 || read.some(({ ok }) => !ok)) return { reason: 'unreadable' }
  if (read.some((one) => one.ok && one.certificate.authority === null)) return { reason: 'not-an-authority' }
  return found.map(pemOf)
}

/** An authority as a screen names it; `null` for what can no longer be read. */
export function describeAuthority(pem: string): ServerAuthority | null {
  const [der] = certificatesIn(Buffer.from(pem, 'latin1'))
  const read = der === undefined ? null : readCertificate(der)
  if (read === null || !read.ok) return null
  const { subjectText, notAfter, fingerprint } = read.certificate
  return { name: commonNameIn(subjectText), validUntil: notAfter, fingerprint }
}

function pemOf(der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}
