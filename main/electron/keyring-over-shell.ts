import type { Ports } from '#core/index.ts'
import type { KeyringAnswer, KeyringQuestion } from './core-frames.ts'
import type { ShellLine } from './shell-line.ts'

type Keyring = NonNullable<Ports['keyring']>
type Ask = KeyringQuestion extends infer Q ? (Q extends KeyringQuestion ? Omit<Q, 'type' | 'question'> : never) : never

/** The system's keyring, as the core's process reaches it: only the shell's main process can, so it is asked. */
export function keyringOverShell(shell: Pick<ShellLine, 'say'>): Keyring & { answered(answer: KeyringAnswer): void } {
  const waiting = new Map<number, (answer: KeyringAnswer['answer']) => void>()
  let questions = 0

  const ask = (question: Ask) =>
    new Promise<KeyringAnswer['answer']>((resolve) => {
      const number = ++questions
      waiting.set(number, resolve)
      shell.say({ type: 'keyring', question: number, ...question } as KeyringQuestion)
    })
  const must = async (question: Ask) => {
    if ((await ask(question)) === 'failed') throw new Error('keyring refused')
  }

  return {
    available: async () => (await ask({ act: 'available' })) === true,
    keep: (name, secret) => must({ act: 'keep', name, secret }),
    async find(name) {
      const found = await ask({ act: 'find', name })
      return found instanceof Uint8Array ? found : null
    },
    forget: (name) => must({ act: 'forget', name }),
    answered({ question, answer }) {
      waiting.get(question)?.(answer)
      waiting.delete(question)
    },
  }
}
