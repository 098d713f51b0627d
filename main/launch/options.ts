import type { Command } from 'commander'
import { fr } from '#app/text/fr/command-line.ts'
import { Misuse } from './command.ts'

/** Adds the options that say who acts, and where their password comes from. */
export function addActor(command: Command): Command {
  return command
    .option('--user <nom>', fr.options.user)
    .option('--password-stdin', fr.options.passwordStdin)
    .option('--password-fd <nombre>', fr.options.passwordFd)
}

/** A whole number within bounds. Throws {@link Misuse} otherwise. */
export function wholeNumber(name: string, text: string, from: number, to: number): number {
  const value = Number(text)
  if (text.trim() === '' || !Number.isInteger(value) || value < from || value > to)
    throw new Misuse(fr.misuse.number(name, from, to))
  return value
}
