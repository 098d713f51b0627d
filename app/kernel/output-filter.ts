import { z } from 'zod'

/**
 * A schema that drops, at every depth, what it does not name, where shapes shared with inputs refuse it: an output is a
 * filter, and a column too many is left at the door rather than failing the answer. Everything else is checked as before.
 * Alternatives (`z.union`) stay as they are, since being strict may be what tells them apart.
 */
export function outputFilter<S extends z.ZodType>(schema: S): S {
  return filtering(schema) as S
}

function filtering(schema: z.core.$ZodType): z.core.$ZodType {
  if (schema instanceof z.ZodObject) {
    const { def } = schema
    const shape = Object.fromEntries(
      Object.entries(def.shape as z.core.$ZodShape).map(([name, field]) => [name, filtering(field)]),
    )
    const { catchall, ...rest } = def
    const isStrict = catchall instanceof z.ZodNever
    return schema.clone({ ...rest, ...(catchall === undefined || isStrict ? {} : { catchall }), shape })
  }
  if (schema instanceof z.ZodArray) return schema.clone({ ...schema.def, element: filtering(schema.def.element) })
  if (schema instanceof z.ZodNullable)
    return schema.clone({ ...schema.def, innerType: filtering(schema.def.innerType) })
  if (schema instanceof z.ZodOptional)
    return schema.clone({ ...schema.def, innerType: filtering(schema.def.innerType) })
  if (schema instanceof z.ZodRecord) return schema.clone({ ...schema.def, valueType: filtering(schema.def.valueType) })
  return schema
}
