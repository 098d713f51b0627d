import { type Node, parseSync, Visitor } from 'oxc-parser'
import type { Import } from './judge.ts'

/** What one source file reaches for. */
export interface Reach {
  readonly imports: readonly Import[]
  /** Uses of a clock, of chance, of the network or of the process, as `name (line n)`. */
  readonly impurities: readonly string[]
}

/** Globals that answer differently each time, or that reach outside. */
const impureGlobals = new Set([
  'fetch',
  'XMLHttpRequest',
  'WebSocket',
  'EventSource',
  'setTimeout',
  'setInterval',
  'performance',
  'process',
  'crypto',
  'localStorage',
  'sessionStorage',
  'indexedDB',
])
const impureCalls = new Set(['Date.now', 'Math.random'])

/**
 * Every import of a source file: static, type-only, re-exported, dynamic, `import.meta.resolve`, `require`, types in
 * `import('…')`, augmented modules of ours, and files addressed by `new URL('…', import.meta.url)`, as workers are.
 *
 * A module named by anything but a literal comes back with an empty specifier. Throws if the file does not parse.
 */
export function readReach(path: string, source: string): Reach {
  const parsed = parseSync(path, source)
  const mistake = parsed.errors[0]
  if (mistake !== undefined) throw new Error(`${path}: ${mistake.message}`)

  const imports: Import[] = []
  const impure: { name: string; start: number }[] = []
  const importedNames = new Set<string>()
  const add = (specifier: string, typeOnly = false, kind: Import['kind'] = 'module') =>
    imports.push({ from: path, specifier, typeOnly, kind })
  const notice = (name: string | undefined, start: number) => {
    const root = name?.split('.')[0] ?? ''
    if (name !== undefined && (impureCalls.has(name) || impureGlobals.has(root))) impure.push({ name, start })
  }

  new Visitor({
    ImportDeclaration(node) {
      for (const one of node.specifiers) importedNames.add(one.local.name)
      const typesOnly =
        node.specifiers.length > 0 &&
        node.specifiers.every((one) => one.type === 'ImportSpecifier' && one.importKind === 'type')
      add(node.source.value, node.importKind === 'type' || typesOnly)
    },
    ExportNamedDeclaration(node) {
      if (node.source) add(node.source.value, node.exportKind === 'type')
    },
    ExportAllDeclaration(node) {
      add(node.source.value, node.exportKind === 'type')
    },
    ImportExpression(node) {
      add(literal(node.source))
    },
    TSImportType(node) {
      add(literal(node.source), true)
    },
    TSExternalModuleReference(node) {
      add(literal(node.expression))
    },
    TSModuleDeclaration(node) {
      // Augmenting a module of ours is a way of importing it; declaring a style sheet or a foreign module is not.
      if (node.id.type === 'Literal' && node.id.value.startsWith('#')) add(node.id.value, true)
    },
    CallExpression(node) {
      const name = nameOf(node.callee)
      if (name === 'require' || name === 'require.resolve' || name === 'import.meta.resolve') {
        add(literal(node.arguments[0]))
      }
      notice(name, node.start)
    },
    NewExpression(node) {
      const name = nameOf(node.callee)
      const base = node.arguments[1]
      if (name === 'URL' && base !== undefined && nameOf(base) === 'import.meta.url') {
        const address = literal(node.arguments[0])
        if (address.startsWith('.')) add(address, false, 'address')
      }
      if (name === 'Date' && node.arguments.length === 0) impure.push({ name: 'new Date()', start: node.start })
      else notice(name, node.start)
    },
    MemberExpression(node) {
      const name = nameOf(node)
      if (name !== undefined && /^(?:process|performance|crypto|\w+Storage|indexedDB)\./.test(name)) {
        notice(name, node.start)
      }
    },
  }).visit(parsed.program)

  const impurities = impure
    .filter(({ name }) => !importedNames.has(name.split('.')[0] ?? ''))
    .map(({ name, start }) => `${name} (line ${source.slice(0, start).split('\n').length})`)
  return { imports, impurities: [...new Set(impurities)] }
}

/** The text of a literal, or of a template without holes; empty for anything computed. */
function literal(node: Node | null | undefined): string {
  if (node?.type === 'Literal' && typeof node.value === 'string') return node.value
  const only = node?.type === 'TemplateLiteral' && node.expressions.length === 0 ? node.quasis[0] : undefined
  return only?.value.cooked ?? ''
}

/** `a.b.c` of a chain of plain names, or nothing. */
function nameOf(node: Node): string | undefined {
  if (node.type === 'Identifier') return node.name
  if (node.type === 'MetaProperty') return `${node.meta.name}.${node.property.name}`
  if (node.type !== 'MemberExpression' || node.computed || node.property.type !== 'Identifier') return undefined
  const object = nameOf(node.object)
  return object === undefined ? undefined : `${object}.${node.property.name}`
}
