// Runs before `npm start` and `npm test`, on whatever Node the machine has (20 or later), so: plain JavaScript, no
// dependency. Makes the project runnable: packages exactly as the lock file names them (they bring Node 24 and the
// compilers), and, where it may, the system libraries that windows and browsers need. Silent when nothing is missing.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { accessSync, constants, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const stampFile = join(root, 'node_modules', '.bootstrap')
const event = process.env['npm_lifecycle_event'] ?? ''

/** What Debian and Ubuntu call the libraries that Electron, Chromium and a virtual screen need. */
const systemPackages = [
  { name: 'xvfb', present: () => onPath('Xvfb') },
  { name: 'xauth', present: () => onPath('xauth') },
  { name: 'chromium', present: () => onPath('chromium') || onPath('chromium-browser') || onPath('google-chrome') },
  { name: 'libgtk-3-0', present: () => library('libgtk-3.so.0') },
  { name: 'libnss3', present: () => library('libnss3.so') },
  { name: 'libasound2', present: () => library('libasound.so.2') },
  { name: 'libgbm1', present: () => library('libgbm.so.1') },
  { name: 'fonts-dejavu-core', present: () => existsSync('/usr/share/fonts/truetype/dejavu') },
]

/** @param {string} message */
function say(message) {
  process.stderr.write(`${message}\n`)
}

/** @param {string} program */
function onPath(program) {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK)
      return folder !== ''
    } catch {
      return false
    }
  })
}

/** @param {string} file */
function library(file) {
  const folders = ['/usr/lib', '/usr/lib64', '/lib', '/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu']
  return folders.some((folder) => existsSync(join(folder, file)))
}

/** The environment without what the outer npm put there: its settings would override those of the inner one. */
function environmentWithoutNpm() {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^npm_(config|package|lifecycle)_/i.test(name) && name !== 'NODE_OPTIONS' && name !== 'INIT_CWD',
  )
  return Object.fromEntries(inherited)
}

/** Changes whenever the installed packages could differ: the lock file, the platform, the C library. */
function stamp() {
  const report = /** @type {{ header?: { glibcVersionRuntime?: string } }} */ (process.report?.getReport() ?? {})
  const libc = process.platform === 'linux' ? (report.header?.glibcVersionRuntime === undefined ? 'musl' : 'glibc') : ''
  return createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .update(`${process.platform} ${process.arch} ${libc}`)
    .digest('hex')
}

function installPackages() {
  const wanted = stamp()
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wanted) return
  say('Installation des dépendances (une fois par version, environ une demi-minute)…')
  const npm = process.env['npm_execpath']
  const [program, ...args] =
    npm === undefined ? [process.platform === 'win32' ? 'npm.cmd' : 'npm'] : [process.execPath, npm]
  // A window is optional: the runtime of Electron is fetched when a window is asked for, never here.
  const env = { ...environmentWithoutNpm(), ELECTRON_SKIP_BINARY_DOWNLOAD: '1' }
  const command = [...args, 'ci', '--loglevel=error', '--no-audit', '--no-fund']
  const result = spawnSync(program ?? 'npm', command, {
    cwd: root,
    env,
    // npm's summary goes to the error stream: the standard output of a command belongs to that command.
    stdio: ['ignore', 2, 2],
    shell: npm === undefined && process.platform === 'win32',
  })
  if (result.status !== 0) {
    say(
      'Les dépendances n’ont pas pu être installées : vérifiez la connexion au registre npm, puis relancez la commande.',
    )
    process.exit(result.status ?? 1)
  }
  mkdirSync(dirname(stampFile), { recursive: true })
  writeFileSync(stampFile, wanted)
}

function installSystemPackages() {
  if (process.platform !== 'linux' || process.env['CABINET_SYSTEM_PACKAGES'] === 'leave') return
  const missing = systemPackages.filter((one) => !one.present()).map((one) => one.name)
  if (missing.length === 0) return
  const apt = onPath('apt-get') && process.getuid?.() === 0
  // Starting the program never changes somebody's computer; only the test suite, on a machine made for it, does.
  if (!apt || event !== 'pretest') {
    if (event === 'pretest') {
      say(`Il manque à cet ordinateur : ${missing.join(', ')}. Les essais qui ouvrent une fenêtre en ont besoin :`)
      say(`  sudo apt-get install -y --no-install-recommends ${missing.join(' ')}`)
    }
    return
  }
  say(`Installation des bibliothèques du système pour les essais : ${missing.join(', ')}…`)
  const env = { ...environmentWithoutNpm(), DEBIAN_FRONTEND: 'noninteractive' }
  const run = (/** @type {string[]} */ ...args) =>
    spawnSync('apt-get', ['-q', '-o', 'Dpkg::Use-Pty=0', '-o', 'DPkg::Lock::Timeout=300', ...args], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    })
  run('update')
  const result = run('install', '-y', '--no-install-recommends', ...missing)
  if (result.status !== 0) {
    say(`${result.stdout ?? ''}${result.stderr ?? ''}`.split('\n').slice(-15).join('\n'))
    say('Ces bibliothèques n’ont pas pu être installées : les essais qui ouvrent une fenêtre vont échouer.')
  }
}

installPackages()
installSystemPackages()
