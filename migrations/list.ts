import type { Migration } from './lib.ts'

/** Every step of the schema, oldest first. Adding one is adding a line; removing or reordering breaks existing cabinets. */
export const migrations: readonly Migration[] = []
