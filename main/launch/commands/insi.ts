import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { insiCommandText as fr } from '#app/text/fr/insi-command.ts'
import { type Answer, answering, Misuse } from '../command.ts'
import { programVersion } from '../program-version.ts'
import { hasSecret, readSecret, type SecretSource } from '../secret.ts'

const profiles = ['training', 'qualification', 'production'] as const

interface Options extends SecretSource {
  readonly profile: string
  readonly traits: string
  readonly authorisation?: string
  readonly certificate?: string
  readonly authorities?: string
}

/**
 * `cabinet insi`: asks INSi once, by the traits of a file, with the certificate of an establishment, and says what came of it in
 * codes: for whoever administers, when nothing answers. Needs no cabinet. The password of the certificate comes as other
 * passwords do, never on the command line.
 */
export function addInsi(program: Command): void {
  const command = program
    .command('insi')
    .description(fr.describe)
    .requiredOption('--profile <profil>', fr.profile)
    .requiredOption('--traits <fichier>', fr.traits)
    .option('--authorisation <numéro>', fr.authorisation)
    .option('--certificate <fichier>', fr.certificate)
    .option('--authorities <fichier>', fr.authorities)
    .option('--password-stdin', fr.passwordStdin)
    .option('--password-fd <nombre>', fr.passwordFd)
  command.action(answering(command, async (_terminal, options: Options) => insi(options)))
}

async function insi(options: Options): Promise<Answer> {
  const environment = profiles.find((one) => one === options.profile)
  if (environment === undefined) throw new Misuse(fr.wrongProfile)
  const password = hasSecret(options) ? await readSecret(options) : ''
  const certificate = options.certificate === undefined ? null : { file: await fileAt(options.certificate), password }
  const authorities =
    options.authorities === undefined ? [] : [Buffer.from(await fileAt(options.authorities)).toString('latin1')]
  const { trialOfInsi } = await import('#main/compose/insi-trial.ts')
  const verdict = await trialOfInsi({
    environment,
    traits: Buffer.from(await fileAt(options.traits)).toString('utf8'),
    authorisation: options.authorisation ?? null,
    certificate,
    authorities,
    version: programVersion(),
  })
  switch (verdict.kind) {
    case 'unfit':
      return { value: { ...verdict, profile: environment }, lines: [fr.unfit(verdict.reason)], isBad: true }
    case 'no-answer':
      return {
        value: { ...verdict, profile: environment },
        lines: [fr.noAnswer(verdict.fault, verdict.ms)],
        isBad: true,
      }
    case 'answered':
      return {
        value: { ...verdict, profile: environment },
        lines: [
          verdict.problem === null ? fr.found(verdict.ms) : fr.answered(verdict.code, verdict.problem, verdict.ms),
          fr.message(verdict.messageId),
          ...verdict.warnings.map((warning) => fr.warning(warning)),
        ],
      }
  }
}

async function fileAt(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path)
  } catch {
    throw new Misuse(fr.unreadable(path))
  }
}
