import { z } from 'zod'

/** A UUID of version 7 as lower-case text: sortable by creation time, made by the core's `random` port, never here. */
export const id = z.uuid()
export type Id = z.infer<typeof id>

/** The number of times a row was written, starting at 1. A command that edits says which one it has read. */
export const version = z.int().min(1)
export type Version = z.infer<typeof version>

/** An instant in UTC, ISO 8601 with milliseconds and `Z`, as stored in the database. */
export const instantUtc = z.iso.datetime({ precision: 3 })
export type InstantUtc = z.infer<typeof instantUtc>
