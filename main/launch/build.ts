import { createHash } from 'node:crypto'
import { existsSync, globSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type InlineConfig, type Plugin } from 'vite'
import { contractDigest } from '#main/wire/contract-digest.ts'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')

/** What each built part is made of, so that it is built again only when that changed. */
const parts = {
  renderer: {
    sources: ['app/**/*', 'renderer/**/*', 'main/wire/contract-digest.ts', 'package.json'],
    made: 'dist/renderer/index.html',
  },
  shell: { sources: ['app/**/*', 'main/**/*', 'native/**/*', 'migrations/**/*'], made: 'dist/electron/start.cjs' },
  // What the training cabinet works with in the place of readers, cards and national services.
  simulators: { sources: ['test/simulators/**/*'], made: 'dist/simulators/package.json' },
} as const

/** A part of the program that is built before it runs. */
export type Part = keyof typeof parts

/** Native modules and what holds them: loaded from their own folder, never copied into a bundle. */
const native = ['better-sqlite3-multiple-ciphers', '@node-rs/argon2', 'koffi']

/** The simulators that are delivered, by the name of their entry: only training starts one (app/decisions/0028-virtual-cards.md). */
const simulators: Readonly<Record<string, string>> = {
  'training-cards': 'test/simulators/cards/training-cards.ts',
  'training-proxy': 'test/simulators/proxy-esante/training-proxy.ts',
  'training-teleservices': 'test/simulators/insi/training-teleservices.ts',
}

const announced: Readonly<Record<Part, string>> = {
  renderer: 'Construction des écrans…',
  shell: 'Construction de la fenêtre…',
  simulators: 'Construction des simulateurs de formation…',
}

/** Whether a part must be built: never was, or its sources, the lock file or this file changed since. */
export function isStale(part: Part): boolean {
  return !existsSync(join(root, parts[part].made)) || readStamp(part) !== digestOf(part)
}

/** Builds the parts that changed; `say` is told which, in French, before each. */
export async function buildStale(wanted: readonly Part[], say: (line: string) => void): Promise<void> {
  for (const part of wanted) {
    if (!isStale(part)) continue
    const digest = digestOf(part)
    say(announced[part])
    if (part === 'renderer') await build({ configFile: join(root, 'renderer', 'vite.config.ts'), logLevel: 'warn' })
    else if (part === 'shell') await buildShell()
    else await buildSimulators()
    writeStamp(part, digest)
  }
}

/**
 * The shell: the main process and the preload as one CommonJS file each; the core as modules for Node or a utility process;
 * apart from it the command line, by which a packed program runs as a service, and the process of readers and cards.
 */
async function buildShell(): Promise<void> {
  await build(nodeBundle('electron', { start: 'main/electron/start.ts' }, 'cjs', ['electron']))
  await build(nodeBundle('electron', { preload: 'main/electron/preload.ts' }, 'cjs', ['electron']))
  await build(nodeBundle('core', { core: 'main/electron/core.ts' }, 'es', ['electron', ...native]))
  // A folder of its own: what two entries share may end in either, and the core's starts a core.
  await build(nodeBundle('command', { cabinet: 'main/launch/cabinet.ts' }, 'es', native))
  await build(nodeBundle('workstation', { workstation: 'main/workstation/process.ts' }, 'es', native))
}

/** Each a module that Node runs, apart from the program's: they share nothing with it. */
async function buildSimulators(): Promise<void> {
  const there = Object.entries(simulators).filter(([, file]) => existsSync(join(root, file)))
  if (there.length === 0) return
  // What their packages warn of is not for whoever starts the program.
  await build({ ...nodeBundle('simulators', Object.fromEntries(there), 'es', native), logLevel: 'error' })
}

function nodeBundle(
  folder: string,
  entries: Readonly<Record<string, string>>,
  format: 'cjs' | 'es',
  external: readonly string[],
): InlineConfig {
  const input = Object.fromEntries(Object.entries(entries).map(([name, file]) => [name, join(root, file)]))
  const extension = format === 'cjs' ? 'cjs' : 'js'
  return {
    configFile: false,
    root,
    logLevel: 'warn',
    publicDir: false,
    plugins: format === 'es' ? [threadsBesideTheCore(), filesBesideTheCore(), metadataBeforeCertificates()] : [],
    // The same digest as in the screens, made once here rather than at each start.
    define: { CONTRACT_DIGEST: JSON.stringify(contractDigest()) },
    ssr: { noExternal: true, external: [...external], target: 'node' },
    build: {
      ssr: true,
      ssrEmitAssets: true,
      target: 'node20',
      outDir: join(root, 'dist', folder),
      emptyOutDir: format === 'es',
      minify: false,
      sourcemap: false,
      rolldownOptions: {
        input,
        external: [...external, /^node:/],
        output: {
          format,
          entryFileNames: `[name].${extension}`,
          chunkFileNames: `[name]-[hash].${extension}`,
          ...(format === 'cjs' ? { codeSplitting: false } : {}),
        },
      },
    },
  }
}

/**
 * Makes an entry of its own of each thread that the core starts beside its module, under the name the module gives it when
 * it is built (`'./thread.ts' : './thread.js'`), and says that the folder holds modules: a packed program keeps it apart
 * from the package.json of the root.
 */
function threadsBesideTheCore(): Plugin {
  const threads = new Map<string, string>()
  return {
    name: 'threads-beside-the-core',
    // Before types are stripped: quotes are still those of the source.
    enforce: 'pre',
    buildStart() {
      this.emitFile({ type: 'asset', fileName: 'package.json', source: '{ "type": "module" }\n' })
    },
    transform(code, id) {
      if (id.includes('node_modules')) return
      for (const [, sourceName, builtName] of code.matchAll(/'\.\/([\w-]+)\.ts'\s*:\s*'\.\/([\w-]+)\.js'/g)) {
        if (sourceName === undefined || sourceName !== builtName) continue
        const thread = join(dirname(id), `${sourceName}.ts`)
        // They end in one folder: the second would take the place of the first.
        if ((threads.get(builtName) ?? thread) !== thread) this.error(`two threads are named ${builtName}.ts`)
        threads.set(builtName, thread)
        this.emitFile({ type: 'chunk', id: thread, fileName: `${builtName}.js` })
      }
    },
  }
}

/**
 * Puts beside the core the files of packages that its modules read at run time: a font named by `import.meta.resolve`,
 * which is then looked for there, and the colour profile of pdfkit, which looks for it in `data`.
 */
function filesBesideTheCore(): Plugin {
  const profile = 'sRGB_IEC61966_2_1.icc'
  return {
    name: 'files-beside-the-core',
    enforce: 'pre',
    transform(code, id) {
      if (id.includes('/pdfkit/js/') && code.includes(`./data/${profile}`)) {
        const source = readFileSync(join(dirname(id), 'data', profile))
        this.emitFile({ type: 'asset', fileName: `data/${profile}`, source })
        return
      }
      if (id.includes('node_modules')) return
      return code.replaceAll(
        /import\.meta\.resolve\('([^']+\/([\w-]+\.ttf))'\)/g,
        (_call, path: string, name: string) => {
          const source = readFileSync(join(root, 'node_modules', path))
          this.emitFile({ type: 'asset', fileName: `fonts/${name}`, source })
          return `new URL('./fonts/${name}', import.meta.url).href`
        },
      )
    },
  }
}

/**
 * What reads certificates looks for `reflect-metadata` as soon as it is loaded. Our modules import that one first; a bundle in
 * several pieces runs the pieces in another order, unless the one who looks imports it too.
 */
function metadataBeforeCertificates(): Plugin {
  return {
    name: 'metadata-before-certificates',
    transform: (code, id) =>
      /node_modules[\\/]tsyringe[\\/]/.test(id) && code.includes('requires a reflect polyfill')
        ? `import 'reflect-metadata'\n${code}`
        : null,
  }
}

function digestOf(part: Part): string {
  const hash = createHash('sha256')
  const files = [...parts[part].sources, 'package-lock.json', 'main/launch/build.ts'].flatMap((pattern) =>
    globSync(pattern, { cwd: root }),
  )
  for (const file of files.toSorted()) {
    const found = statSync(join(root, file))
    if (!found.isFile()) continue
    // Contents rather than dates: a fresh clone or a change of branch gives every file the same date.
    hash.update(`${file}\0`).update(readFileSync(join(root, file)))
  }
  return hash.digest('hex')
}

function stampFile(part: Part): string {
  return join(root, '.cache', 'built', `${part}.sha256`)
}

function readStamp(part: Part): string | null {
  return existsSync(stampFile(part)) ? readFileSync(stampFile(part), 'utf8') : null
}

function writeStamp(part: Part, digest: string): void {
  mkdirSync(dirname(stampFile(part)), { recursive: true })
  writeFileSync(stampFile(part), digest)
}

if (import.meta.filename === process.argv[1]) {
  await buildStale(['renderer', 'shell', 'simulators'], (line) => process.stderr.write(`${line}\n`))
}
