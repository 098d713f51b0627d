import { migrations } from '#migrations/list.ts'

/** The last migration this program knows. Given to the thread, which then need not load the migrations themselves. */
export const knownSchema = migrations.at(-1)?.number ?? 0
