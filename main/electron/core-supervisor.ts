import type { MessagePortMain } from 'electron'
import type { SeatInfo } from '#core/index.ts'
import { backOffMs } from './back-off.ts'
import type { CoreStart, KeyringAnswer, KeyringQuestion } from './core-frames.ts'
import { type CoreProcess, startCoreProcess } from './core-process.ts'
import { type NetworkQuestions, QuestionDesk } from './core-questions.ts'

/** Keeps a core running, and says when pages need a new line to it. */
export interface CoreSupervisor {
  /** Hands a page's line to the present core, or through its process to a host it is joined to. */
  attach(seat: SeatInfo, hostId: string | null, port: MessagePortMain): void
  /** Asks the core's process about other computers. Rejects when it ends before its answer. */
  ask<A extends keyof NetworkQuestions>(
    act: A,
    asks: NetworkQuestions[A]['asks'],
  ): Promise<NetworkQuestions[A]['answers']>
  /**
   * Closes the core's file and waits for its end. Without limit: `withBackup`, the backup at closing takes its time. May be
   * called again.
   */
  close(options: { readonly withBackup: boolean }): Promise<void>
  /** Ends the core at once; for a person who asks twice to quit, or a system that no longer waits. */
  kill(): void
  readonly pid: number | undefined
}

/** A core that lived this long was sound: the next crash counts as a first one. */
const soundAfterMs = 60_000

/** Starts a core and restarts it when it ends unasked. `restarted` is called each time pages need new lines. */
export function superviseCore(
  start: CoreStart,
  events: {
    restarted(): void
    keyring(question: KeyringQuestion): Promise<KeyringAnswer['answer']>
    log(event: string, fields: Readonly<Record<string, number | string>>): void
  },
): CoreSupervisor {
  let lines = 0
  let crashes = 0
  let present: CoreProcess | null = null
  let closing: PromiseWithResolvers<void> | null = null
  const desk = new QuestionDesk()

  const begin = () => {
    const startedAt = performance.now()
    const mine = startCoreProcess(start, {
      said(message) {
        if (message.type === 'ready') events.log('core.ready', { afterMs: Math.round(performance.now() - startedAt) })
        if (message.type === 'network') desk.answered(message)
        if (message.type === 'keyring') {
          const answered = (answer: KeyringAnswer['answer']) =>
            mine.answerKeyring({ type: 'keyring', question: message.question, answer })
          events.keyring(message).then(answered, () => answered('failed'))
        }
      },
      ended(code) {
        present = null
        desk.abandon()
        if (closing !== null) {
          closing.resolve()
          return
        }
        crashes = performance.now() - startedAt > soundAfterMs ? 1 : crashes + 1
        const waitMs = backOffMs(crashes)
        events.log('core.ended', { code: code ?? -1, crashes, waitMs })
        setTimeout(() => {
          if (closing !== null) return
          begin()
          events.restarted()
        }, waitMs)
      },
    })
    present = mine
  }
  begin()

  return {
    attach(seat, hostId, port) {
      // While no core runs the line is dropped: the page sees it close, and is given another after the restart.
      if (present === null) port.close()
      else present.attach(++lines, seat, hostId, port)
    },
    async ask(act, asks) {
      const core = present
      if (core === null) throw new Error('no core runs')
      return desk.ask(act, asks, (question) => core.ask(question))
    },
    close({ withBackup }) {
      closing ??= Promise.withResolvers<void>()
      if (present === null) closing.resolve()
      else present.close(withBackup)
      return closing.promise
    },
    kill: () => present?.kill(),
    get pid() {
      return present?.pid
    },
  }
}
