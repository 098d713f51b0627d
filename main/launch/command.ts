import type { Command } from 'commander'
import { sayProblemOf } from '#app/text/fr/problems.ts'
import type { ProblemCode } from '#app/kernel/problem.ts'

/** A refusal with a reason: exit status 1, the sentence on standard error, or the code and data with `--json`. */
export class Refused extends Error {
  readonly problem: ProblemCode
  readonly data: unknown

  constructor(refusal: { readonly problem: ProblemCode; readonly data: unknown }) {
    super(sayProblemOf(refusal))
    this.name = 'Refused'
    this.problem = refusal.problem
    this.data = refusal.data
  }
}

/** A command asked in a way that cannot be followed: exit status 2. */
export class Misuse extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'Misuse'
  }
}

/** Where a command answers. */
export interface Terminal {
  readonly json: boolean
  /** Progress and remarks: standard error, and only for a person. */
  note(line: string): void
  /** Replaces the present line of progress; nothing without a terminal. */
  progress(line: string): void
}

/** What a command gives back: the fields of its JSON answer, and the lines a person reads instead. */
export interface Answer {
  readonly value: Readonly<Record<string, unknown>>
  readonly lines: readonly string[]
  /** It was done, and what it found is bad: exit status 1. */
  readonly isBad?: boolean
}

/**
 * Makes an action of commander out of a command: one answer, one exit status.
 *
 * 0 it was done; 1 it was refused, or what it looked at is bad, with a reason; 2 it was asked wrongly. A bug keeps its trace on standard error, without
 * the message of the error, and exits with 1.
 */
export function answering<A extends readonly unknown[]>(
  command: Command,
  run: (terminal: Terminal, ...args: A) => Promise<Answer | null>,
): (...args: A) => Promise<void> {
  return async (...args) => {
    const terminal = terminalOf(command)
    try {
      const answer = await run(terminal, ...args)
      terminal.progress('')
      if (answer === null) return
      const isBad = answer.isBad === true
      write(terminal.json ? [JSON.stringify({ ok: !isBad, ...answer.value })] : answer.lines)
      if (isBad) process.exitCode = 1
    } catch (error) {
      terminal.progress('')
      process.exitCode = tell(terminal, error)
    }
  }
}

/** Tells a failure where the caller looks for it, and gives the exit status. */
export function tell(terminal: Terminal, error: unknown): 1 | 2 {
  if (error instanceof Refused || error instanceof Misuse) {
    const refused = error instanceof Refused
    const problem = refused ? error.problem : 'misuse'
    const data = refused ? error.data : {}
    if (terminal.json) write([JSON.stringify({ ok: false, problem, message: error.message, data })])
    else process.stderr.write(`${error.message}\n`)
    return refused ? 1 : 2
  }
  const places = error instanceof Error ? (error.stack ?? '').split('\n').slice(1, 8).join('\n') : ''
  const name = error instanceof Error ? error.name : typeof error
  const message = sayProblemOf({ problem: 'internal', data: { reference: name } })
  if (terminal.json) write([JSON.stringify({ ok: false, problem: 'internal', message, data: { reference: name } })])
  process.stderr.write(`${message}\n${places}\n`)
  return 1
}

function terminalOf(command: Command): Terminal {
  const json = command.optsWithGlobals<{ json?: boolean }>().json === true
  const interactive = process.stderr.isTTY && !json
  let shown = false
  return {
    json,
    note(line) {
      if (!json) process.stderr.write(`${line}\n`)
    },
    progress(line) {
      if (!interactive || (line === '' && !shown)) return
      process.stderr.write(`\r\x1b[2K${line}`)
      shown = line !== ''
    },
  }
}

function write(lines: readonly string[]): void {
  for (const line of lines) process.stdout.write(`${line}\n`)
}
