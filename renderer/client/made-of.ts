/** Written in by the build; absent when the screens run from their sources. */
declare const __CONTRACT_DIGEST__: string | undefined
/** Written in by the build: the version of package.json. */
declare const __PROGRAM_VERSION__: string | undefined

/** The contract these screens were made with, and their version. */
export const madeOf = {
  contract: typeof __CONTRACT_DIGEST__ === 'string' ? __CONTRACT_DIGEST__ : '0'.repeat(64),
  program: typeof __PROGRAM_VERSION__ === 'string' ? __PROGRAM_VERSION__ : '0',
} as const
