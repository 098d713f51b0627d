import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'

/** Whether a program of this computer can be asked what it thinks of our XML. */
export function isThere(program: 'xmlsec1' | 'xmllint'): boolean {
  return spawnSync(program, ['--version']).status === 0
}

/** What an outside program says of a file: whether it takes it, and its words. */
export interface Verdict {
  readonly accepted: boolean
  readonly says: string
}

/** Asks `xmlsec1` whether an element that holds its own signature is as it was signed, whoever signed. */
export function xmlsecVerifies(xml: string, element: string): Verdict {
  return inFolder({ 'signed.xml': xml }, (folder) =>
    run(folder, 'xmlsec1', [
      '--verify',
      // The authority is not asked about: only whether this key signed these bytes.
      '--insecure',
      '--id-attr:ID',
      element,
      'signed.xml',
    ]),
  )
}

/** Has `xmlsec1` sign a template with a private key (PEM) and its certificate (PEM). */
export function xmlsecSigns(template: string, element: string, key: string, certificate: string): string {
  const files = { 'template.xml': template, 'key.pem': key, 'certificate.pem': certificate }
  return inFolder(files, (folder) => {
    const keys = ['--privkey-pem', 'key.pem,certificate.pem', '--id-attr:ID', element]
    const { accepted, says } = run(folder, 'xmlsec1', ['--sign', ...keys, 'template.xml'])
    if (!accepted) throw new Error(`xmlsec1 signs nothing: ${says}`)
    return says
  })
}

/** Asks `xmllint` whether a document is as a schema says; the schemas import one another by these names. */
export function xmllintValidates(xml: string, schemas: Readonly<Record<string, string>>, schema: string): Verdict {
  return inFolder({ ...schemas, 'document.xml': xml }, (folder) =>
    run(folder, 'xmllint', ['--noout', '--nonet', '--schema', schema, 'document.xml']),
  )
}

function run(folder: string, program: string, values: readonly string[]): Verdict {
  const { status, stdout, stderr } = spawnSync(program, values, { cwd: folder, encoding: 'utf8' })
  return { accepted: status === 0, says: `${stdout}${stderr}` }
}

function inFolder<T>(files: Readonly<Record<string, string>>, use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'cabinet-xml-'))
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
    return use(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The file of that name among the samples that stand beside the project on some computers; `null` where they do not. */
export function sampleNamed(name: string): string | null {
  const samples = join(import.meta.dirname, '..', '..', '..', 'shared', 'data')
  if (!existsSync(samples)) return null
  const found = readdirSync(samples, { recursive: true, encoding: 'utf8' }).find((path) => basename(path) === name)
  return found === undefined ? null : join(samples, found)
}
