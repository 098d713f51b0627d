import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { buildStale } from './build.ts'
import { findElectron } from './electron-runtime.ts'
import { projectRoot } from './program-version.ts'

/**
 * `npm run package`: an unpacked build of this system in dist/packages; `npm run package -- --win nsis` and the like pass
 * their words to electron-builder. It carries Node: the host as a service runs under it, and so does the core on the
 * fallback runtime.
 */
const say = (line: string) => process.stderr.write(`${line}\n`)
const words = process.argv.slice(2)

const runtime = findElectron(say)
if (runtime === null) {
  say('Aucun runtime : le paquet ne peut pas être construit sur cet ordinateur.')
  process.exit(1)
}
await buildStale(['renderer', 'shell', 'simulators'], say)

const settings = [`-c.electronDist=${runtime.folder}`]
if (runtime.fallback) {
  settings.push(`-c.electronVersion=${readFileSync(join(runtime.folder, 'version'), 'utf8').trim()}`)
  say('ATTENTION : ce paquet porte le runtime de secours. Pour les essais seulement, JAMAIS avec de vrais patients.')
}
const builder = join(projectRoot, 'node_modules', 'electron-builder', 'cli.js')
if (!existsSync(builder)) {
  say(`electron-builder est absent de ${dirname(builder)}. Lancez « npm ci », puis recommencez.`)
  process.exit(1)
}
const { status } = spawnSync(
  process.execPath,
  [builder, ...(words.length > 0 ? words : ['--dir']), '--publish', 'never', ...settings],
  { cwd: projectRoot, stdio: 'inherit' },
)
process.exitCode = status ?? 1
