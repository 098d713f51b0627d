// `npm start`, on whatever Node the machine has (20 or later): hands over to the pinned Node 24 that the packages brought,
// which runs TypeScript as it is. Plain JavaScript, no dependency.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const system = process.platform === 'win32' ? 'win' : process.platform
const name = process.platform === 'win32' ? 'node.exe' : 'node'
const pinned = join(here, '..', '..', 'node_modules', `node-${system}-${process.arch}`, 'bin', name)
// A system without a packaged Node must bring its own, recent enough to read TypeScript.
const node = existsSync(pinned) ? pinned : process.execPath

const child = spawn(node, [join(here, 'start.ts'), ...process.argv.slice(2)], { stdio: 'inherit' })
// Ctrl C reaches the whole group: this one waits for the program to close its file.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
  process.on(signal, () => signal === 'SIGINT' || child.kill(signal))
child.on('error', () => {
  process.stderr.write('Node n’a pas pu être lancé. Lancez « npm ci », puis recommencez.\n')
  process.exitCode = 1
})
child.on('exit', (code, signal) => {
  process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 1)
})
