import { readdirSync } from 'node:fs'
import { posix } from 'node:path'
import { describe, expect, test } from 'vitest'
import { lineLimit, longFiles } from './long-files.ts'
import { roomFolders } from './rooms.ts'
import { codeFiles, filesOfRooms, root, textOf } from './tree.ts'

const text = /\.(?:[cm]?[jt]sx?|json|css|html|md|sh|ya?ml|sql|csv|txt)$/
const textFiles = filesOfRooms().filter((path) => text.test(path))

describe('the root', () => {
  const files = ['LICENSE', 'README.md', 'electron-builder.yml', 'package-lock.json', 'package.json', 'tsconfig.json']
  const made = new Set(['dist', 'node_modules', 'screenshots', 'test-results'])

  test('holds the rooms, the manifest and nothing else', () => {
    const present = readdirSync(root).filter((name) => !name.startsWith('.') && !made.has(name))
    expect(present.toSorted()).toEqual([...files, ...roomFolders].toSorted())
  })

  test('lists every TypeScript project', () => {
    const listed = (JSON.parse(textOf('tsconfig.json')) as { references: { path: string }[] }).references
    const projects = filesOfRooms().filter((path) => posix.basename(path) === 'tsconfig.json')
    expect(listed.map(({ path }) => `${path}/tsconfig.json`).toSorted()).toEqual(projects.toSorted())
  })

  test.each(
    filesOfRooms().filter((path) => posix.basename(path) === 'tsconfig.json'),
  )('%s builds into dist', (path) => {
    const { compilerOptions } = JSON.parse(textOf(path)) as { compilerOptions: Record<string, string> }
    const outside = posix.dirname(path).replaceAll(/[^/]+/g, '..')
    expect(compilerOptions['outDir']).toMatch(new RegExp(`^${outside}/dist/`))
    expect(compilerOptions['tsBuildInfoFile']).toMatch(new RegExp(`^${outside}/dist/`))
  })
})

describe('every room', () => {
  test.each(roomFolders)('%s says what it is in forty lines at most', (room) => {
    const lines = textOf(`${room}/README.md`).trimEnd().split('\n')
    expect(lines.length).toBeLessThanOrEqual(40)
    expect(lines[0]).toMatch(/^# /)
  })

  test('of the product holds no second package.json, which electron-builder would take for another project', () => {
    const manifests = filesOfRooms().filter((path) => posix.basename(path) === 'package.json')
    expect(manifests.filter((path) => !path.startsWith('test/'))).toEqual([])
  })

  test('holds nothing a tool made', () => {
    expect(filesOfRooms().filter((path) => /\.(?:tsbuildinfo|d\.ts\.map|log|orig|rej)$/.test(path))).toEqual([])
  })
})

describe('decisions', () => {
  const files = filesOfRooms().filter((path) => /^app\/decisions\/\d/.test(path))
  const index = textOf('app/decisions/README.md')

  test.each(files)('%s has a place in the index, and the four parts', (path) => {
    expect(index).toContain(`](${posix.basename(path)})`)
    for (const part of ['Context', 'Options', 'Outcome', 'Consequences']) {
      expect(textOf(path)).toMatch(new RegExp(`^## ${part}`, 'm'))
    }
  })
})

describe('every file', () => {
  test(`has at most ${lineLimit} lines, or a reason`, () => {
    const long = codeFiles().filter((path) => textOf(path).split('\n').length - 1 > lineLimit)
    expect(long.toSorted()).toEqual(Object.keys(longFiles).toSorted())
    for (const [path, reason] of Object.entries(longFiles)) expect(reason, path).toMatch(/\w.{20,}/)
  })

  test('has a name that says what it holds', () => {
    const vague =
      /^(?:utils?|helpers?|misc|manager|stuff|lib2|temp|tmp|new|old)\b|(?:-|[a-z])(?:Utils?|Helpers?|Manager|-utils?|-helpers?|-manager)\./
    expect(filesOfRooms().filter((path) => vague.test(posix.basename(path)))).toEqual([])
  })

  test('is written for any computer', () => {
    // Spelled in pieces, so that this file does not name what it forbids.
    const places = ['work', 'home', 'root', 'Users'].map((folder) => String.raw`(?<![\w.~*/-])/${folder}/\w`)
    const names = [['..', 'shared'].join('/'), ['registry.npm', 'js.org'].join('')].map((name) =>
      name.replaceAll('.', String.raw`\.`),
    )
    const foreign = new RegExp([...places, ...names].join('|'))
    const found = textFiles.flatMap((path) => {
      const match = foreign.exec(textOf(path))
      return match ? [`${path}: ${match[0]}`] : []
    })
    expect(found).toEqual([])
  })

  test('silences a check only with a reason, on the same line or just above', () => {
    const silenced = /(?:oxlint|eslint)-disable|biome-ignore|@ts-(?:ignore|nocheck)/
    const comment = /^\s*(?:\{?\/\*|\/\/|\*)\s*\S.{10}/
    const found = codeFiles()
      .filter((path) => path !== 'test/architecture/tree.test.ts')
      .flatMap((path) => {
        const lines = textOf(path).split('\n')
        return lines.flatMap((line, index) => {
          if (!silenced.test(line) || / -- \S.{5}/.test(line) || comment.test(lines[index - 1] ?? '')) return []
          return [`${path}:${index + 1}`]
        })
      })
    expect(found).toEqual([])
  })

  test('is finished', () => {
    const unfinished = new RegExp(`\\b(?:${['TO', 'DO'].join('')}|${['FIX', 'ME'].join('')}|${'X'.repeat(3)})\\b`)
    expect(codeFiles().filter((path) => unfinished.test(textOf(path)))).toEqual([])
  })
})
