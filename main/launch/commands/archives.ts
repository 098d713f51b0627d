import type { Command } from 'commander'
import { resolve } from 'node:path'
import { digestRecords, exportToFile, importArchive, readImportReport } from '#app/features/portability/contract.ts'
import { fr } from '#app/text/fr/command-line.ts'
import { sayTable } from '#app/text/fr/portability.ts'
import { type Actor, withOpenCabinet } from '../cabinet-seat.ts'
import { answering } from '../command.ts'
import { addActor, wholeNumber } from '../options.ts'

interface Options extends Actor {
  readonly dir: string
  readonly patient?: string
}

/** `cabinet export`, `cabinet import-archive`, `cabinet digest`: records out, in, and whether two cabinets hold the same. */
export function addArchives(program: Command): void {
  addExport(program)
  addImportArchive(program)
  addDigest(program)
}

function addExport(program: Command): void {
  const command = addActor(
    program
      .command('export')
      .description(fr.commands.export)
      .requiredOption('--dir <dossier>', fr.options.dir)
      .option('--patient <fiche>', fr.options.patient)
      .requiredOption('--to <fichier>', fr.options.toFile),
  )
  command.action(
    answering(command, (terminal, options: Options & { readonly to: string }) =>
      withOpenCabinet(options, { ...options, needs: 'patient.export' }, async (seat) => {
        const path = resolve(options.to)
        const { jobId } = await seat.ask(exportToFile, { path, fileNumber: numberOf(options) })
        await seat.follow(jobId, terminal)
        const { sha256, patients } = await seat.ask(digestRecords, { fileNumber: numberOf(options) })
        return { value: { path, patients, digest: sha256 }, lines: [fr.exported(path, patients), fr.digest(sha256)] }
      }),
    ),
  )
}

function addImportArchive(program: Command): void {
  const command = addActor(
    program
      .command('import-archive')
      .description(fr.commands.importArchive)
      .argument('<fichier>')
      .requiredOption('--dir <dossier>', fr.options.dir),
  )
  command.action(
    answering(command, (terminal, file: string, options: Options) =>
      withOpenCabinet(options, { ...options, needs: 'patient.import' }, async (seat) => {
        const { jobId } = await seat.ask(importArchive, { path: resolve(file) })
        await seat.follow(jobId, terminal)
        const { report } = await seat.ask(readImportReport, { jobId })
        return {
          value: report,
          lines: [
            fr.archiveImported(report.imported, report.skipped),
            ...(report.keptByName.length === 0 ? [] : [fr.keptByName(report.keptByName)]),
          ],
        }
      }),
    ),
  )
}

function addDigest(program: Command): void {
  const command = addActor(
    program
      .command('digest')
      .description(fr.commands.digest)
      .requiredOption('--dir <dossier>', fr.options.dir)
      .option('--patient <fiche>', fr.options.patient),
  )
  command.action(
    answering(command, (_terminal, options: Options) =>
      withOpenCabinet(options, { ...options, needs: 'patient.export' }, async (seat) => {
        const { sha256, patients, rows, tables } = await seat.ask(digestRecords, { fileNumber: numberOf(options) })
        return {
          value: { digest: sha256, patients, rows, tables },
          lines: [
            fr.digest(sha256),
            fr.digested(patients, rows),
            ...tables.map(({ table, rows: count }) => `  ${sayTable(table)} : ${count}`),
          ],
        }
      }),
    ),
  )
}

function numberOf({ patient }: Options): number | null {
  return patient === undefined ? null : wholeNumber('--patient', patient, 1, 2 ** 31)
}
