/**
 * The rules of the house inside the editor: oxlint loads this file (test/architecture/oxlint.json, `jsPlugins`).
 * They say exactly what the architecture tests say, because both ask the same functions.
 */
import { relative, sep } from 'node:path'
import { undocumentedExports } from './docstrings.ts'
import { fixtureHouse } from './fixture-house.ts'
import { type Reach, readReach } from './imports.ts'
import { judge, placeOf } from './judge.ts'
import { lineLimit, longFiles } from './long-files.ts'
import { root } from './tree.ts'

/** The part of oxlint's rule context these rules use. */
interface Context {
  readonly filename: string
  readonly sourceCode: { readonly text: string }
  report(problem: { message: string; loc: { line: number; column: number } }): void
}

/** The plugin `cabinet`: `cabinet/rooms`, `cabinet/pure`, `cabinet/file-length`, `cabinet/docstring`. */
export default {
  meta: { name: 'cabinet' },
  rules: {
    rooms: rule((path, text, say) => {
      const seen = new Set<string>()
      for (const one of reachOf(path, text).imports) {
        const verdict = judge(one)
        if (verdict === undefined || seen.has(verdict)) continue
        seen.add(verdict)
        say(verdict, lineOf(text, one.specifier))
      }
    }),
    pure: rule((path, text, say) => {
      if (placeOf(path)?.room.pure !== true) return
      for (const found of reachOf(path, text).impurities) {
        const line = Number(/line (\d+)/.exec(found)?.[1] ?? 1)
        say(`${found}: this room has no clock, no chance and no network; take it as an argument or from a port.`, line)
      }
    }),
    docstring: rule((path, text, say) => {
      if (path.startsWith('test/')) return
      for (const { name, line } of undocumentedExports(path, text)) {
        say(`${name} is exported without a sentence: say what it promises, in which unit, and when it fails.`, line)
      }
    }),
    'file-length': rule((path, text, say) => {
      const lines = text.split('\n').length - 1
      if (lines > lineLimit && longFiles[path] === undefined) {
        say(
          `${lines} lines, more than ${lineLimit}: this file holds two things. Split it by what each part is for.`,
          lineLimit,
        )
      }
    }),
  },
}

/** The rules of one file run one after the other: what was read for the first serves the others. */
let latest: { readonly path: string; readonly text: string; readonly reach: Reach } | undefined

function reachOf(path: string, text: string): Reach {
  if (latest?.path !== path || latest.text !== text) latest = { path, text, reach: readReach(path, text) }
  return latest.reach
}

function rule(check: (path: string, text: string, say: (message: string, line: number) => void) => void) {
  return {
    create(context: Context) {
      return {
        Program() {
          const fromRoot = relative(root, context.filename).split(sep).join('/')
          // The fixtures that break the law on purpose are read as a house of their own.
          const path = fromRoot.replace(`${fixtureHouse}/`, '')
          check(path, context.sourceCode.text, (message, line) => context.report({ message, loc: { line, column: 0 } }))
        },
      }
    },
  }
}

function lineOf(text: string, specifier: string): number {
  const offset = Math.max(text.indexOf(`'${specifier}'`), text.indexOf(`"${specifier}"`), 0)
  return text.slice(0, offset).split('\n').length
}
