import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { makeSoftToken, softTokenMissing } from './soft-token.ts'

const run = promisify(execFile)

test.skipIf(softTokenMissing !== null)(
  'an outside program reads the token of a CPS: two pairs, who holds it, who issued it, and its signature (needs softhsm2, opensc and openssl)',
  async () => {
    await using token = await makeSoftToken()
    const folder = await mkdtemp(join(tmpdir(), 'witness-'))
    const tool = async (...options: readonly string[]): Promise<string> =>
      (
        await run('pkcs11-tool', ['--module', token.module, ...options], {
          env: { ...process.env, ...token.environment },
        })
      ).stdout

    // Certificates are seen without a code; private keys are not.
    const shown = await tool('--list-objects')
    expect(shown.match(/ID: +00[12]0/g)).toHaveLength(4)
    expect(shown).not.toContain('Private Key Object')
    const withCode = await tool('--login', '--pin', token.pin, '--list-objects', '--type', 'privkey')
    expect(withCode.match(/Private Key Object; RSA/g)).toHaveLength(2)

    const certificate = join(folder, 'card.der')
    await tool('--read-object', '--type', 'cert', '--id', '0020', '--output-file', certificate)
    const text = (await run('openssl', ['x509', '-inform', 'der', '-in', certificate, '-noout', '-text'])).stdout
    expect(text).toMatch(/Subject: C = FR, title = .*, GN = .* \+ CN = 899700000005 \+ SN = MARCHAND/)
    expect(text).toContain('CN = TEST AC IGC-SANTE FORT PERSONNES')
    expect(text).toContain('Digital Signature')

    const files = {
      root: join(folder, 'root.pem'),
      issuing: join(folder, 'issuing.pem'),
      card: join(folder, 'card.pem'),
    }
    for (const [der, file] of [
      [token.authority.certificates[0], files.root],
      [token.authority.certificates[1], files.issuing],
      [await readFile(certificate), files.card],
    ] as const) {
      await writeFile(`${file}.der`, der)
      await run('openssl', ['x509', '-inform', 'der', '-in', `${file}.der`, '-out', file])
    }
    const verified = await run('openssl', ['verify', '-CAfile', files.root, '-untrusted', files.issuing, files.card])
    expect(verified.stdout).toContain('OK')

    const message = join(folder, 'message')
    await writeFile(message, 'Cabinet Ouvert')
    const sign = ['--sign', '--mechanism', 'SHA256-RSA-PKCS', '--id', '0020', '--input-file', message]
    await tool('--login', '--pin', token.pin, ...sign, '--output-file', `${message}.signature`)
    const key = join(folder, 'public.pem')
    await writeFile(key, (await run('openssl', ['x509', '-in', files.card, '-pubkey', '-noout'])).stdout)
    const checked = await run('openssl', [
      'dgst',
      '-sha256',
      '-verify',
      key,
      '-signature',
      `${message}.signature`,
      message,
    ])
    expect(checked.stdout).toContain('Verified OK')
    await expect(tool('--login', '--pin', '9999', '--list-objects')).rejects.toThrow(/CKR_PIN_INCORRECT/)
    await rm(folder, { recursive: true })
  },
)
