import { type AnyOperation, type InputOf, policyOf } from '#app/kernel/operation.ts'
import { presetAllows } from '#app/kernel/permissions.ts'
import type { MemorySeat } from '#main/wire/index.ts'
import type { ExampleWorld } from './example-subjects.ts'

/** One call of an operation that succeeds. */
export interface Example {
  readonly operation: AnyOperation
  /** A call that succeeds; may prepare what it needs first, at another seat or before the journal is counted. */
  readonly prepare: (world: ExampleWorld) => Promise<{ readonly seat: MemorySeat; readonly input: unknown }>
  /** The call ends or changes the world for those that come after. */
  readonly ownWorld: boolean
  /** Another operation that this call lets end, and that leaves its own entry in the journal. */
  readonly alongside: string | null
}

/** An example of an operation. What a call is made of, with its input checked by the compiler: in two steps, so that the operation is known first. */
export function example<O extends AnyOperation>(operation: O) {
  type Prepared = { readonly seat?: MemorySeat; readonly input: InputOf<O> }
  const { permission } = policyOf(operation)
  const isForAdministrators = typeof permission !== 'string' || presetAllows('administrator', permission)
  return (
    prepare: (world: ExampleWorld) => Promise<Prepared>,
    options: { readonly ownWorld?: boolean; readonly alongside?: string } = {},
  ): Example => ({
    operation,
    prepare: async (world) => {
      const { seat, input } = await prepare(world)
      return { seat: seat ?? world.as(isForAdministrators ? 'admin' : 'doctor'), input }
    },
    ownWorld: options.ownWorld ?? false,
    alongside: options.alongside ?? null,
  })
}

/** For an operation that is given nothing. */
export const nothing = async () => ({ input: {} })
