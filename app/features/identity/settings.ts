import { z } from 'zod'
import { documentKind } from './model.ts'

/**
 * What « Paramètres › Identités » edits: the documents by which an identity may be validated here, in the order in which
 * they are proposed (RNIV 1 v2.0, EXI SI 10 and SI 23). The Application carte Vitale is read, never ticked.
 */
export const identitySettings = z.strictObject({
  documentKinds: z
    .array(documentKind.exclude(['AV']))
    .min(1)
    .refine((kinds) => new Set(kinds).size === kinds.length, 'twice'),
})
export type IdentitySettings = z.infer<typeof identitySettings>
