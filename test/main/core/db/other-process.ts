import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** What the other process runs; its tasks are named there. */
export const openInAnotherProcess = fileURLToPath(new URL('./open-in-another-process.ts', import.meta.url))

/** Another process that was asked to open a cabinet and to hold it. */
export interface OtherProcess {
  /** What it answered: « ready », or « refused » and a code. */
  readonly answer: Promise<string>
  /** Ends it as a crash would. */
  kill(): Promise<void>
}

/** Asks another process to open the cabinet. */
export function openElsewhere(folder: string): OtherProcess {
  const child = spawn(process.execPath, [openInAnotherProcess, 'hold', folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const answer = new Promise<string>((resolve, reject) => {
    let said = ''
    child.stdout.on('data', (text: Buffer) => {
      said += text.toString()
      if (said.endsWith('\n')) resolve(said.trim())
    })
    void ended.then(() => reject(new Error('it ended without a word')))
  })
  return {
    answer,
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
  }
}
