import { join } from 'node:path'
import { composeCore } from '#main/compose/index.ts'
import { startHost } from '#main/host/host.ts'

/** What the bench is told, and what it asks. */
export interface HostReady {
  readonly port: number
  readonly authorityFile: string
}
/** CPU time used since the process began, in microseconds, and memory held, in bytes. */
export interface HostUsage {
  readonly cpuMicroseconds: number
  readonly residentBytes: number
}

// The host of a cabinet, in a process of its own: what the seats wait for is the host, not the bench.
const [folder = ''] = process.argv.slice(2)
const core = composeCore({
  version: '0.0.0-bench',
  stateFolder: join(folder, 'state'),
  cabinetsFolder: join(folder, 'cabinets'),
  backupsFolder: join(folder, 'backups'),
})
const host = await startHost({
  core,
  pages: folder,
  certificatesFolder: join(folder, 'certificates'),
  port: 0,
  seatName: 'Poste de mesure',
})
process.on('message', () => {
  const { user, system } = process.cpuUsage()
  const usage: HostUsage = { cpuMicroseconds: user + system, residentBytes: process.memoryUsage().rss }
  process.send?.(usage)
})
process.on('disconnect', () => void host.close().then(() => core.dispose()))
const ready: HostReady = { port: host.port, authorityFile: host.authorityFile }
process.send?.(ready)
