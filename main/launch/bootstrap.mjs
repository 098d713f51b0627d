// Runs before `npm start` and `npm test`, on whatever Node the machine has (20 or later), so: plain JavaScript, no
// dependency. Makes the project runnable: packages exactly as the lock file names them (they bring Node 24 and the
// compilers), and, where it may, what the suite needs of the system. Silent when nothing is missing.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { accessSync, constants, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const stampFile = join(root, 'node_modules', '.bootstrap')
const event = process.env['npm_lifecycle_event'] ?? ''

/**
 * What the suite stands on, by the names of Debian and Ubuntu, older name first: the libraries of Electron, Chromium and a
 * virtual screen; card readers, and a token in the place of a card; outside programs that check what ours made; a compiler
 * for the libraries that stand for those of the GIE and of the ANS, and the headers of PC/SC, against which sizes are held.
 */
const systemPackages = [
  { names: ['xvfb'], present: () => onPath('Xvfb') },
  { names: ['xauth'], present: () => onPath('xauth') },
  { names: ['chromium'], present: () => onPath('chromium') || onPath('chromium-browser') || onPath('google-chrome') },
  { names: ['libgtk-3-0', 'libgtk-3-0t64'], present: () => library('libgtk-3.so.0') },
  { names: ['libnss3'], present: () => library('libnss3.so') },
  { names: ['libasound2', 'libasound2t64'], present: () => library('libasound.so.2') },
  { names: ['libgbm1'], present: () => library('libgbm.so.1') },
  { names: ['fonts-dejavu-core'], present: () => existsSync('/usr/share/fonts/truetype/dejavu') },
  { names: ['pcscd'], present: () => onPath('pcscd') || existsSync('/usr/sbin/pcscd') },
  { names: ['vsmartcard-vpcd'], present: () => existsSync('/usr/lib/pcsc/drivers/serial/libifdvpcd.so') },
  { names: ['softhsm2'], present: () => onPath('softhsm2-util') },
  { names: ['opensc'], present: () => onPath('opensc-tool') },
  { names: ['openssl'], present: () => onPath('openssl') },
  { names: ['xmlsec1'], present: () => onPath('xmlsec1') },
  { names: ['libxml2-utils'], present: () => onPath('xmllint') },
  { names: ['gcc'], present: () => onPath('cc') },
  { names: ['libc6-dev'], present: () => existsSync('/usr/include/stdio.h') },
  { names: ['libpcsclite-dev'], present: () => existsSync('/usr/include/PCSC/winscard.h') },
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

/** Whether what npm says it installed is what the lock file names: so it is after an `npm install` by hand. */
function agreesWithLock() {
  const installed = join(root, 'node_modules', '.package-lock.json')
  if (!existsSync(installed) || !existsSync(stampFile)) return false
  const read = (/** @type {string} */ file) =>
    Object.entries(JSON.parse(readFileSync(file, 'utf8')).packages ?? {}).filter(([path]) => path !== '')
  const there = new Map(read(installed))
  const locked = read(join(root, 'package-lock.json'))
  const known = new Set(locked.map(([path]) => path))
  // Optional packages of other platforms are in the lock file and rightly absent.
  return (
    locked.every(([path, one]) =>
      there.has(path) ? there.get(path).integrity === one.integrity : one.optional === true,
    ) && [...there.keys()].every((path) => known.has(path))
  )
}

function installPackages() {
  const wanted = stamp()
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wanted) return
  if (agreesWithLock()) return writeFileSync(stampFile, wanted)
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
  const absent = systemPackages.filter((one) => !one.present()).map((one) => one.names)
  if (absent.length === 0) return
  // Starting the program never changes somebody's computer; only the test suite does, and only as root.
  if (event !== 'pretest') return
  if (!onPath('apt-get') || process.getuid?.() !== 0) {
    const list = absent.map((names) => names[0]).join(' ')
    say(
      'Une partie des essais (fenêtres, lecteurs de cartes) a besoin de paquets qui manquent à cet ordinateur. Sous Debian :',
    )
    say(`  sudo apt-get install -y --no-install-recommends ${list}`)
    return
  }
  const env = { ...environmentWithoutNpm(), DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' }
  const run = (/** @type {string} */ program, /** @type {string[]} */ ...args) =>
    spawnSync(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
  const apt = ['-q', '-o', 'Dpkg::Use-Pty=0', '-o', 'DPkg::Lock::Timeout=300']

  run('apt-get', ...apt, 'update')
  // apt refuses the whole list for one name it does not know, and a library may have been renamed.
  const known = (/** @type {string} */ name) => /Candidate: \d/.test(run('apt-cache', 'policy', name).stdout ?? '')
  const wanted = absent.flatMap((names) => names.find(known) ?? [])
  say(`Installation des paquets du système pour les essais : ${wanted.join(', ')}…`)
  const result = run('apt-get', ...apt, 'install', '-y', '--no-install-recommends', ...wanted)
  if (result.status !== 0) {
    say(`${result.stdout ?? ''}${result.stderr ?? ''}`.split('\n').slice(-15).join('\n'))
    say('Ces paquets n’ont pas pu être installés : des essais vont échouer, ou être passés.')
  }
}

/** Apple computers and ARM get no Node 24 from the lock file: there, the one that runs must be recent enough. */
function checkNode() {
  const own = process.platform === 'win32' ? 'node.cmd' : 'node'
  if (existsSync(join(root, 'node_modules', '.bin', own)) || Number(process.versions.node.split('.')[0]) >= 24) return
  say(`Node.js 24 ou plus récent est nécessaire sur cet ordinateur (version présente : ${process.versions.node}).`)
  process.exit(1)
}

installPackages()
checkNode()
installSystemPackages()
