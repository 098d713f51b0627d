import type { Command } from 'commander'
import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { getMedicineLibrary, importMedicines } from '#app/features/medicines/contract.ts'
import type { BdpmFileName } from '#app/features/medicines/model.ts'
import { bdpmFileOf } from '#app/features/medicines/rules/files.ts'
import { fr } from '#app/text/fr/command-line.ts'
import { decodeCsvBytes } from '#main/protocols/csv.ts'
import { type Actor, withOpenCabinet } from '../cabinet-seat.ts'
import { answering, Misuse } from '../command.ts'
import { addActor } from '../options.ts'

interface Options extends Actor {
  readonly dir: string
}

/** `cabinet import-bdpm FOLDER`: the public base of drugs, from the files downloaded into a folder. */
export function addImportBdpm(program: Command): void {
  const command = addActor(
    program
      .command('import-bdpm')
      .description(fr.commands.importBdpm)
      .argument('<dossier>')
      .requiredOption('--dir <dossier>', fr.options.dir),
  )
  command.action(
    answering(command, async (terminal, folder: string, options: Options) => {
      const files = await readFolder(folder)
      return withOpenCabinet(options, { ...options, needs: 'cabinet.configure' }, async (seat) => {
        const { jobId } = await seat.ask(importMedicines, { files })
        await seat.follow(jobId, terminal)
        const { edition } = await seat.ask(getMedicineLibrary, {})
        if (edition === null) throw new Error('an import just made is not there')
        return { value: { ...edition }, lines: [fr.importedBdpm(edition.medicines, edition.substances)] }
      })
    }),
  )
}

/** The files of the base that a folder holds; what else it holds is left alone. */
async function readFolder(folder: string): Promise<{ name: BdpmFileName; text: string }[]> {
  const names = await readdir(folder).catch(() => {
    throw new Misuse(fr.misuse.unreadableFile(folder))
  })
  const files: { name: BdpmFileName; text: string }[] = []
  for (const fileName of names) {
    const name = bdpmFileOf(fileName)
    if (name === null) continue
    const path = join(folder, fileName)
    const bytes = await readFile(path).catch(() => {
      throw new Misuse(fr.misuse.unreadableFile(path))
    })
    files.push({ name, text: decodeCsvBytes(bytes) })
  }
  if (files.length === 0) throw new Misuse(fr.misuse.noBdpm(folder))
  return files
}
