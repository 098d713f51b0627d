import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The folder that holds package.json, above this room. */
export const projectRoot = join(import.meta.dirname, '..', '..')

/** The version of the program, as package.json says it. */
export function programVersion(): string {
  const manifest = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as { readonly version: string }
  return manifest.version
}
