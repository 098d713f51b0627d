import { app } from 'electron'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** A built entry that a process of its own runs. Node cannot read inside an archive: it is packed beside it. */
export function builtEntry(folder: string, name: string): string {
  return join(unpacked(app.getAppPath()), 'dist', folder, `${name}.js`)
}

/** The Node that goes with this program, for what its own runtime cannot run. */
export function pinnedNode(): string {
  const name = process.platform === 'win32' ? 'node.exe' : 'node'
  const packed = join(process.resourcesPath, 'node', name)
  if (app.isPackaged && existsSync(packed)) return packed
  const system = process.platform === 'win32' ? 'win' : process.platform
  return join(app.getAppPath(), 'node_modules', `node-${system}-${process.arch}`, 'bin', name)
}

function unpacked(folder: string): string {
  return folder.replace(/app\.asar$/, 'app.asar.unpacked')
}

/** Variables that change what a Node or an Electron process runs or trusts: none of them reaches data, nor a code. */
const dangerousVariables =
  /^(ELECTRON_|NODE_|npm_|LD_PRELOAD$|LD_LIBRARY_PATH$|DYLD_|SSLKEYLOGFILE$|OPENSSL_CONF$|UV_)/i

/** The program's environment without them. */
export function safeEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      value === undefined || dangerousVariables.test(name) ? [] : [[name, value] as const],
    ),
  )
}
