import { archivePages as text, sayTable, tableWords } from '#app/text/fr/portability.ts'
import type { SchemaColumn, SchemaTable } from '#core/kernel/patient-tables.ts'
import { escapeHtml, pageHtml } from './page.ts'

/** The JSON Schema of a table’s file, read from the table itself. */
export function schemaOf(table: SchemaTable): string {
  const properties = Object.fromEntries(
    table.columns.map((column) => [
      column.name,
      { type: column.isRequired || table.key.includes(column.name) ? typeOf(column) : [typeOf(column), 'null'] },
    ]),
  )
  const row = {
    type: 'object',
    additionalProperties: false,
    required: table.columns.map(({ name }) => name),
    properties,
  }
  const whole = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: sayTable(table.name),
    ...(tableWords[table.name]?.fhir === null || tableWords[table.name] === undefined
      ? {}
      : { $comment: `FHIR R4: ${tableWords[table.name]?.fhir ?? ''}` }),
    type: 'object',
    additionalProperties: false,
    required: ['table', 'rows'],
    properties: { table: { const: table.name }, rows: { type: 'array', items: row } },
  }
  return `${JSON.stringify(whole, null, 1)}\n`
}

function typeOf({ type }: SchemaColumn): string {
  return type === 'integer' ? 'integer' : type === 'real' ? 'number' : 'string'
}

/** The dictionary of an archive, for a machine. */
export function dictionaryOf(tables: readonly SchemaTable[]): string {
  const described = tables.map((table) => ({
    table: table.name,
    title: sayTable(table.name),
    fhir: tableWords[table.name]?.fhir ?? null,
    key: table.key,
    columns: table.columns.map((column) => ({
      name: column.name,
      type: typeOf(column),
      required: column.isRequired,
      references: table.references
        .filter(({ columns }) => columns.includes(column.name))
        .map((reference) => `${reference.table}.${reference.keys.join('+')}`),
    })),
  }))
  return `${JSON.stringify(described, null, 1)}\n`
}

/** The same, for a person. */
export function dictionaryPage(tables: readonly SchemaTable[]): string {
  const parts = tables.map((table) => {
    const lines = table.columns.map((column) => {
      const to = table.references.filter(({ columns }) => columns.includes(column.name)).map((one) => one.table)
      return `<tr><td>${escapeHtml(column.name)}</td><td>${typeOf(column)}</td><td>${column.isRequired ? text.yes : text.no}</td><td>${escapeHtml(to.join(', '))}</td></tr>`
    })
    const fhir = tableWords[table.name]?.fhir
    const title = `${sayTable(table.name)} — ${table.name}${fhir === null || fhir === undefined ? '' : ` (FHIR ${fhir})`}`
    return `<h2>${escapeHtml(title)}</h2><table><thead><tr><th>${text.column}</th><th>${text.type}</th><th>${text.required}</th><th>${text.pointsAt}</th></tr></thead><tbody>${lines.join('\n')}</tbody></table>`
  })
  return pageHtml(
    text.documentation,
    `<h1>${escapeHtml(text.documentation)}</h1><p>${escapeHtml(text.documentationHint)}</p>${parts.join('\n')}`,
  )
}
