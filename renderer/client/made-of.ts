/** Written in by the build; absent when the screens run from their sources. */
declare const CONTRACT_DIGEST: string | undefined
/** Written in by the build: the version of package.json. */
declare const PROGRAM_VERSION: string | undefined

/** The contract these screens were made with, and their version. */
export const madeOf = {
  contract: typeof CONTRACT_DIGEST === 'string' ? CONTRACT_DIGEST : '0'.repeat(64),
  program: typeof PROGRAM_VERSION === 'string' ? PROGRAM_VERSION : '0',
} as const
