import { builtinModules } from 'node:module'
import { posix } from 'node:path'
import { prefixes, type Room, roomFolders, rooms } from './rooms.ts'

/** One import found in a file, whatever its spelling. */
export interface Import {
  /** Path of the importing file, from the root. */
  readonly from: string
  /** What stands between the quotes. */
  readonly specifier: string
  /** Nothing of it runs: `import type`, or a type inside braces only. */
  readonly typeOnly: boolean
  /** `module` for everything resolved as a module; `address` for `new URL('./x.ts', import.meta.url)`. */
  readonly kind: 'module' | 'address'
}

/** Where a file stands: its room, and its slice if the room is cut in slices. */
export interface Place {
  readonly name: string
  readonly room: Room
  readonly slice: string | undefined
}

const builtins = new Set(builtinModules)
const slicePart = '<slice>'
const placesByKey = Object.entries(rooms)
  .map(([name, room]) => ({ name, room, key: keyOf(name) }))
  .toSorted((left, right) => right.name.length - left.name.length)

/** The room of a file, or nothing if the file is in none. */
export function placeOf(path: string): Place | undefined {
  for (const { name, room, key } of placesByKey) {
    const match = key.exec(path)
    if (match) return { name, room, slice: match[1] }
  }
  return undefined
}

/**
 * The verdict on one import: nothing when it is allowed, else one sentence that says what is wrong and what to do
 * instead.
 */
export function judge(one: Import): string | undefined {
  const place = placeOf(one.from)
  if (place === undefined) {
    return `${one.from} is in no room: put it in one of ${roomFolders.join(', ')}, or add its room to test/architecture/rooms.ts.`
  }
  const say = (what: string) => `${one.from} imports '${one.specifier}': ${what}`
  if (one.specifier === '') {
    // Tests may see everything, so they may load what they name at run time.
    return place.name === 'test/' ? undefined : say('a module is named by a literal, or nobody can check it.')
  }
  if (isRelative(one.specifier)) return judgeRelative(one, place, say)
  const ours = pathOf(one.specifier)
  if (ours !== undefined) return judgeOurs(one, place, ours, say)
  if (one.specifier.startsWith('#')) {
    return say(`no such prefix: package.json knows ${Object.keys(prefixes).join(' ')}.`)
  }
  if (one.specifier.startsWith('/') || /^[a-z]:[\\/]/i.test(one.specifier)) {
    return say('an absolute path exists on one computer only.')
  }
  if (one.specifier.startsWith('node:') || builtins.has(one.specifier)) return judgeNode(one, place, say)
  return judgePackage(one, place, say)
}

type Say = (what: string) => string

function judgeRelative(one: Import, place: Place, say: Say): string | undefined {
  const target = posix.normalize(posix.join(posix.dirname(one.from), one.specifier))
  const there = placeOf(target)
  const sameRoom = there !== undefined && there.name === place.name && there.slice === place.slice
  // An address may climb to find a folder of the project; only code is an import.
  if (one.kind === 'address' && (!isCode(target) || place.name === 'test/')) return undefined
  if (one.specifier.startsWith('../../')) return say(`climbs twice: write ${withPrefix(target)}.`)
  if (sameRoom) return undefined
  // Downwards, a relative path hides nothing: the table decides.
  if (one.kind === 'address' || !one.specifier.startsWith('..')) return judgeOurs(one, place, target, say)
  return say(`leaves its room by a relative path: write ${withPrefix(target)}, where the room allows it.`)
}

function judgeOurs(one: Import, place: Place, target: string, say: Say): string | undefined {
  const there = placeOf(target)
  if (there === undefined) return say(`${target} is in no room.`)
  if (there.name === place.name && there.slice === place.slice) return undefined
  const allowed = one.typeOnly ? [...place.room.mayImport, ...(place.room.mayImportTypes ?? [])] : place.room.mayImport
  if (allowed.some((pattern) => matches(pattern, target, place.slice))) return undefined
  if (target.startsWith('test/')) return say('product code never imports a test: move what both need into the product.')
  return say(`${labelOf(place)} must not see ${target}. Instead: ${place.room.instead}`)
}

function judgeNode(one: Import, place: Place, say: Say): string | undefined {
  const name = one.specifier.replace(/^node:/, '')
  if (!one.specifier.startsWith('node:')) return say(`write 'node:${name}', so that no package can take its place.`)
  if (place.room.node === 'any' || place.room.node.includes(name)) return undefined
  return say(`${labelOf(place)} must not see ${one.specifier}. Instead: ${place.room.instead}`)
}

function judgePackage(one: Import, place: Place, say: Say): string | undefined {
  const parts = one.specifier.split('/')
  const name = one.specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? one.specifier)
  const allowed = place.room.packages.some(
    (pattern) =>
      pattern === '*' || pattern === name || (pattern.endsWith('/*') && name.startsWith(pattern.slice(0, -1))),
  )
  if (allowed) return undefined
  if (name === 'electron') return say(`only main/electron imports electron. Instead: ${place.room.instead}`)
  return say(`${labelOf(place)} does not use the package ${name}. Instead: ${place.room.instead}`)
}

/** `<other>` and `<slice>` mean one folder name; `<slice>` is the importer's own. */
function matches(pattern: string, target: string, slice: string | undefined): boolean {
  const escaped = escape(pattern).replace(slicePart, slice === undefined ? '[^/]+' : escape(slice))
  const source = escaped.replace('<other>', '[^/]+')
  return new RegExp(pattern.endsWith('/') ? `^${source}` : `^${source}$`).test(target)
}

function keyOf(name: string): RegExp {
  const source = escape(name).replace(slicePart, '([^/]+)')
  return new RegExp(name.endsWith('/') ? `^${source}` : `^${source}$`)
}

function escape(text: string): string {
  return text.replaceAll('.', String.raw`\.`)
}

function isRelative(specifier: string): boolean {
  return specifier === '.' || specifier === '..' || specifier.startsWith('./') || specifier.startsWith('../')
}

function isCode(path: string): boolean {
  return /\.(?:[cm]?[jt]sx?)$/.test(path)
}

function pathOf(specifier: string): string | undefined {
  // The longest prefix wins: `#core/` lies inside `#main/`.
  for (const [prefix, folder] of Object.entries(prefixes)) {
    if (specifier.startsWith(prefix)) return folder + specifier.slice(prefix.length)
  }
  return undefined
}

function withPrefix(target: string): string {
  const inside = Object.entries(prefixes)
    .toSorted((left, right) => right[1].length - left[1].length)
    .find(([, folder]) => target.startsWith(folder))
  return inside === undefined
    ? `a path of ${roomFolders.join(', ')}`
    : `'${inside[0]}${target.slice(inside[1].length)}'`
}

function labelOf(place: Place): string {
  return place.name.replace(slicePart, place.slice ?? '').replace(/\/$/, '')
}
