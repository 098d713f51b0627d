/**
 * `npm run slice patients` prints where a slice lives: its screens, what they ask, who answers, with which SQL, in which
 * tables, in which words, proved by which tests. Without a name it lists the slices.
 */
import { posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { reachOf, codeFiles, filesUnder, textOf } from './tree.ts'
import { slices } from './slices.ts'

/** One question about a slice, and the files that answer it. */
export interface SliceAnswer {
  readonly question: string
  readonly files: readonly string[]
}

/** Where a slice lives, question by question; questions without an answer are left out. */
export function whereIs(slice: string): readonly SliceAnswer[] {
  const core = filesUnder(`main/core/features/${slice}`)
  const screens = filesUnder(`renderer/features/${slice}`)
  const tables = tablesOf(slice)
  const answers: readonly SliceAnswer[] = [
    { question: 'which screens', files: screens.filter((path) => path.endsWith('.tsx')) },
    { question: 'their hooks, actions and styles', files: screens.filter((path) => !path.endsWith('.tsx')) },
    {
      question: 'what it is',
      files: filesUnder(`app/features/${slice}`).filter((path) => !path.endsWith('contract.ts')),
    },
    {
      question: 'what may be asked',
      files: filesUnder(`app/features/${slice}`).filter((path) => path.endsWith('contract.ts')),
    },
    { question: 'who answers', files: core.filter((path) => roleOf(path) === 'handlers') },
    { question: 'with which SQL', files: core.filter((path) => roleOf(path) === 'sql') },
    { question: 'helped by', files: core.filter((path) => roleOf(path) === 'other') },
    {
      question: `in which tables${tables.length > 0 ? ` (${tables.join(', ')})` : ''}`,
      files: [...core.filter((path) => /tables[^/]*\.ts$/.test(path)), ...migrationsOf(tables)],
    },
    {
      question: 'in which words',
      files: filesUnder('app/text').filter((path) => posix.basename(path, '.ts') === slice),
    },
    { question: 'proved by', files: testsOf(slice) },
  ]
  return answers.filter(({ files }) => files.length > 0)
}

/** What a file of the core does, read from what it calls. */
function roleOf(path: string): 'handlers' | 'tables' | 'sql' | 'other' {
  if (/tables[^/]*\.ts$/.test(path)) return 'tables'
  const source = textOf(path)
  if (/\bhandle\(/.test(source)) return 'handlers'
  return /\.(?:selectFrom|insertInto|updateTable|deleteFrom)\(|\bsql[<`]/.test(source) ? 'sql' : 'other'
}

/** The tables a slice declares, by augmenting `CabinetTables`. */
export function tablesOf(slice: string): readonly string[] {
  return filesUnder(`main/core/features/${slice}`)
    .filter((path) => /tables[^/]*\.ts$/.test(path))
    .flatMap((path) => tablesDeclaredIn(textOf(path)))
    .toSorted()
}

/** The keys of `interface CabinetTables { … }` in a source text. */
export function tablesDeclaredIn(source: string): readonly string[] {
  const body = /interface CabinetTables \{([^}]*)\}/.exec(source)?.[1] ?? ''
  return [...body.matchAll(/^\s*'?(\w+)'?:/gm)].flatMap((match) => match[1] ?? [])
}

function migrationsOf(tables: readonly string[]): readonly string[] {
  return filesUnder('migrations').filter((path) => {
    if (!/\/\d{4}-/.test(path)) return false
    const source = textOf(path)
    return tables.some(
      (table) => source.includes(`'${table}'`) || new RegExp(`\\b${table}\\b(?=\\s*(?:\\(|using))`).test(source),
    )
  })
}

/** Tests that carry the name of the slice, or that import from it. */
function testsOf(slice: string): readonly string[] {
  const inSlice = new RegExp(`/features/${slice}/`)
  return codeFiles().filter((path) => {
    if (!/\.(?:test|spec)\.tsx?$/.test(path)) return false
    if (inSlice.test(path) || posix.basename(path).startsWith(`${slice}.`)) return true
    return reachOf(path).imports.some((one) => inSlice.test(one.specifier))
  })
}

function print(name: string | undefined): number {
  const known = Object.entries(slices)
  if (name === undefined || slices[name] === undefined) {
    if (name !== undefined) console.error(`No slice is called « ${name} ».`)
    const width = Math.max(...known.map(([slice]) => slice.length))
    for (const [slice, { holds }] of known) console.log(`${slice.padEnd(width)}  ${holds}`)
    return name === undefined ? 0 : 2
  }
  console.log(`${name}: ${slices[name].holds}`)
  for (const { question, files } of whereIs(name)) {
    console.log(`\n${question}`)
    for (const file of files) console.log(`  ${file}`)
  }
  for (const [room, why] of Object.entries(slices[name].without ?? {})) console.log(`\nnothing in ${room}: ${why}`)
  return 0
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = print(process.argv[2])
