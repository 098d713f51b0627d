import type { BdpmFileName } from '../model.ts'

/** Files without which nothing can be imported. */
export const neededFiles: readonly BdpmFileName[] = ['CIS_bdpm', 'CIS_COMPO_bdpm']

/** Every file of the base that is read, in the order it is read. */
export const knownFiles: readonly BdpmFileName[] = [
  'CIS_bdpm',
  'CIS_COMPO_bdpm',
  'CIS_GENER_bdpm',
  'CIS_CPD_bdpm',
  'CIS_CIP_Dispo_Spec',
  'CIS_MITM',
]

/** Which file of the base one is by its name (« CIS_bdpm.txt », whatever the case), or `null`. */
export function bdpmFileOf(fileName: string): BdpmFileName | null {
  const name = fileName.toLowerCase().replace(/\.txt$/, '')
  return knownFiles.find((known) => known.toLowerCase() === name) ?? null
}

/** Those of a folder that are needed and are not there. */
export function missingFiles(names: readonly BdpmFileName[]): BdpmFileName[] {
  return neededFiles.filter((name) => !names.includes(name))
}
