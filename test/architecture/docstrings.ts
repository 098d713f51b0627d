import { parseSync } from 'oxc-parser'

/** An exported name without the sentence that says what it promises. */
export interface Undocumented {
  readonly name: string
  readonly line: number
}

/**
 * The exported functions, classes, interfaces and values of a file that no `/** … *\/` precedes.
 *
 * A type alias may go without: most only name the type of the schema above them.
 */
export function undocumentedExports(path: string, source: string): readonly Undocumented[] {
  const { program, comments } = parseSync(path, source)
  const ends = comments.filter(({ type, value }) => type === 'Block' && value.startsWith('*')).map(({ end }) => end)
  const documented = new Set<string>()
  return program.body.flatMap((statement) => {
    if (statement.type !== 'ExportNamedDeclaration' || statement.declaration === null) return []
    const { declaration } = statement
    if (declaration.type === 'TSTypeAliasDeclaration' || declaration.type === 'TSModuleDeclaration') return []
    const name = nameOf(declaration)
    const preceded = ends.some((end) => end <= statement.start && source.slice(end, statement.start).trim() === '')
    // The first signature of an overloaded function speaks for all.
    if (preceded || documented.has(name)) {
      documented.add(name)
      return []
    }
    return [{ name, line: source.slice(0, statement.start).split('\n').length }]
  })
}

function nameOf(declaration: object): string {
  if ('id' in declaration) return (declaration.id as { name?: string } | null)?.name ?? ''
  if (!('declarations' in declaration)) return ''
  const [first] = declaration.declarations as readonly { id: { name?: string } }[]
  return first?.id.name ?? ''
}
