import type { Command } from 'commander'
import type { Diagnostic, WorkstationState } from '#app/devices/workstation.ts'
import {
  helpWithService,
  type HelpedSystem,
  readersText as fr,
  sayReadersInBrief,
  writeDiagnostic,
} from '#app/text/fr/readers.ts'
import { answering, type Terminal } from '../command.ts'
import { programVersion } from '../program-version.ts'

/** A service that has not answered by then is told as it stands, in ms. */
const longestWaitMs = 3000

/**
 * `cabinet readers`: readers, cards by their ATR, module, library, and what to do. Needs no cabinet, no password and no
 * reader. With `--watch`, one line each time the state changes, until it is stopped.
 */
export function addReaders(program: Command): void {
  const command = program.command('readers').description(fr.command.describe).option('--watch', fr.command.watch)
  command.action(
    answering(command, async (terminal, options: { readonly watch?: boolean }) => {
      const workstation = await openWorkstation()
      try {
        if (options.watch === true) {
          await watch(workstation, terminal)
          return null
        }
        await settled(workstation)
        const found = await workstation.diagnose({})
        return { value: { ...found }, lines: linesOf(found) }
      } finally {
        await workstation.close()
      }
    }),
  )
}

/** Loaded when needed: no other command looks for a library of readers. */
async function openWorkstation() {
  const { stateFolder } = await import('#main/compose/index.ts')
  const { openWorkstation: open } = await import('#main/workstation/open.ts')
  return open({ stateFolder: stateFolder(), trainingCards: null })
}

type Opened = Awaited<ReturnType<typeof openWorkstation>>

async function settled(workstation: Opened): Promise<void> {
  const limit = AbortSignal.timeout(longestWaitMs)
  for await (const { service } of workstation.watch(limit)) if (service !== 'starting') return
}

async function watch(workstation: Opened, terminal: Terminal): Promise<void> {
  const stop = new AbortController()
  const end = () => stop.abort()
  process.once('SIGINT', end).once('SIGTERM', end)
  for await (const state of workstation.watch(stop.signal)) {
    process.stdout.write(`${terminal.json ? JSON.stringify(state) : lineOf(state)}\n`)
  }
}

function lineOf(state: WorkstationState): string {
  const each = state.readers.map(({ name, status, card }) => `${name} : ${card?.model || fr.statuses[status]}`)
  return [new Date().toLocaleTimeString('fr-FR'), sayReadersInBrief(state), ...each].join(' · ')
}

function linesOf(found: Diagnostic): readonly string[] {
  const { state } = found
  const help = helpWithService(state.service, state.readers, system())
  const text = writeDiagnostic(found, { version: programVersion(), system: `${process.platform} ${process.arch}` })
  return [...text.split('\n'), ...(help === null ? [] : ['', help.title, help.text])]
}

function system(): HelpedSystem {
  return process.platform === 'win32' ? 'windows' : process.platform === 'darwin' ? 'mac' : 'other'
}
