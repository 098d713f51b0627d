import { isContractProcedure } from '@orpc/contract'
import { type AnyOperation, policyOf } from '#app/kernel/operation.ts'
import type { Handler } from './handle.ts'

/** A contract: operations by slice and key. */
export type ContractShape = Readonly<Record<string, Readonly<Record<string, AnyOperation>>>>

/**
 * Pairs each operation of the contract with its handler.
 *
 * Throws when an operation has no handler, a handler no operation, two handlers one operation, or when an operation's
 * name is not its place in the contract: a core that would answer half of what is declared does not start.
 */
export function registryOf(contract: ContractShape, handlers: readonly Handler[]): ReadonlyMap<string, Handler> {
  const registry = new Map<string, Handler>()
  const faults: string[] = []
  for (const handler of handlers) {
    const { name } = policyOf(handler.operation)
    if (registry.has(name)) faults.push(`${name} has two handlers`)
    registry.set(name, handler)
  }
  const declared = new Set<string>()
  for (const [slice, operations] of Object.entries(contract)) {
    for (const [key, operation] of Object.entries(operations)) {
      const { name } = isContractProcedure(operation) ? policyOf(operation) : { name: '' }
      declared.add(name)
      if (name !== `${slice}.${key}`) faults.push(`${slice}.${key} says its name is ${name}`)
      if (!registry.has(name)) faults.push(`${name} has no handler`)
      else if (registry.get(name)?.operation !== operation)
        faults.push(`the handler of ${name} answers another operation`)
    }
  }
  for (const name of registry.keys()) if (!declared.has(name)) faults.push(`the handler of ${name} has no operation`)
  if (faults.length > 0) throw new Error(`contract and handlers differ: ${faults.join('; ')}`)
  return registry
}
