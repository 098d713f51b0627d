import { spawn } from 'node:child_process'
import { parseArgs } from 'node:util'
import { fr } from '#app/text/fr/command-line.ts'
import { buildStale } from './build.ts'
import { tell, type Terminal } from './command.ts'
import { runHost } from './commands/host.ts'
import { type ElectronRuntime, findElectron } from './electron-runtime.ts'
import { projectRoot } from './program-version.ts'

const terminal: Terminal = {
  json: false,
  note: (line) => process.stderr.write(`${line}\n`),
  progress: () => {},
}

try {
  const { values } = parseArgs({
    options: {
      // Where the cabinets are, and the port of the host; `--host` shows no window even where there is a screen.
      dir: { type: 'string' },
      port: { type: 'string' },
      host: { type: 'boolean', default: false },
    },
  })
  const runtime = values.host || !hasDisplay() ? null : findElectron(terminal.note)
  if (runtime === null) {
    if (!values.host) terminal.note(fr.noWindow)
    await buildStale(['renderer', 'simulators'], terminal.note)
    await runHost(terminal, {
      ...(values.dir === undefined ? {} : { dir: values.dir }),
      ...(values.port === undefined ? {} : { port: values.port }),
    })
  } else {
    await buildStale(['renderer', 'shell', 'simulators'], terminal.note)
    process.exitCode = await openWindow(runtime, values.dir)
  }
} catch (error) {
  process.exitCode = tell(terminal, error)
}

/** Whether a window could be seen: always on Windows and macOS, with a display server elsewhere. */
function hasDisplay(): boolean {
  if (process.platform === 'win32' || process.platform === 'darwin') return true
  return Boolean(process.env['DISPLAY']) || Boolean(process.env['WAYLAND_DISPLAY'])
}

/** Opens the program's window and waits for its end. Ctrl C reaches it too: it closes its file, then ends. */
function openWindow(runtime: ElectronRuntime, dir: string | undefined): Promise<number> {
  // Chromium refuses its sandbox to root: only developers' containers are root with a screen.
  const root = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const cabinets = dir === undefined ? [] : [`--cabinets=${dir}`]
  const { ELECTRON_RUN_AS_NODE: _runAsNode, ...env } = process.env
  const child = spawn(runtime.executable, [...root, projectRoot, ...cabinets], { stdio: 'inherit', env })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (signal !== 'SIGINT') child.kill('SIGTERM')
    })
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => resolve(code ?? 1))
  })
}
