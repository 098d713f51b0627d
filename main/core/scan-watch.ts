import {
  importScan,
  isScanFault,
  noteScanFault,
  readScanSettings,
  type ScanDesk,
  type ScanOutcome,
} from '#core/features/documents/index.ts'
import { unfiled } from './kernel/call.ts'
import type { CabinetInUse } from './kernel/cabinet-in-use.ts'
import type { ChangeHub } from './kernel/changes.ts'
import { describeError } from './kernel/redact.ts'
import { asService } from './kernel/service.ts'
import type { Ports } from './ports/index.ts'
import type { ScanNews, ScannedFile } from './ports/scan-folder.ts'

/** What watching the scan folder needs of the core. */
export interface ScanWatchHouse {
  readonly ports: Ports
  readonly changes: ChangeHub
  cabinet(): CabinetInUse | null
}

/** How often the cabinet open and the folder it names are looked at, in ms. */
const roundMs = 2_000

/** Watches the folder that the open cabinet names, and makes of each file of it a document to be filed. */
export class ScanWatch {
  readonly #house: ScanWatchHouse
  readonly #stopRounds: () => void
  #watched: { readonly cabinet: CabinetInUse; readonly folder: string; readonly stop: () => Promise<void> } | null =
    null
  #round: Promise<void> = Promise.resolve()
  #isUnderWay = false

  constructor(house: ScanWatchHouse) {
    this.#house = house
    this.#stopRounds = house.ports.timers.every(roundMs, () => {
      if (!this.#isUnderWay) this.#round = this.#look()
    })
  }

  /** Stops watching, once the file under way is a document or is not. */
  async end(): Promise<void> {
    this.#stopRounds()
    await this.#round
    await this.#leave()
  }

  /** Looks which folder is to be watched; ends when it is. */
  async #look(): Promise<void> {
    this.#isUnderWay = true
    try {
      const cabinet = this.#house.cabinet()
      const folder = cabinet === null ? null : (await readScanSettings(cabinet.reader(null))).settings.folder
      if (this.#watched?.cabinet === cabinet && this.#watched.folder === folder) return
      await this.#leave()
      if (cabinet === null || folder === null) return
      const stop = this.#house.ports.scanFolder.watch(folder, (news) => this.#heard(cabinet, news))
      this.#watched = { cabinet, folder, stop }
    } catch (error) {
      this.#log(error)
    } finally {
      this.#isUnderWay = false
    }
  }

  async #leave(): Promise<void> {
    const watched = this.#watched
    this.#watched = null
    await watched?.stop()
  }

  async #heard(cabinet: CabinetInUse, news: ScanNews): Promise<void> {
    if (this.#house.cabinet() !== cabinet) return
    try {
      if (news.kind === 'file') await this.#take(cabinet, news.file)
    } catch (error) {
      // The file stays where it is, and is found again at the next opening.
      this.#log(error)
    }
    void this.#house.changes.publish({ kind: 'record', id: unfiled, version: 0 }, 'everyone')
  }

  async #take(cabinet: CabinetInUse, file: ScannedFile): Promise<void> {
    const { scanFolder } = this.#house.ports
    const outcome = await importScan(this.#deskOf(cabinet), file, () => scanFolder.read(file))
    // After commit only: a file that is nowhere else is never touched.
    const isMoved = await (isScanFault(outcome) ? scanFolder.setAside(file) : scanFolder.file(file))
    if (isScanFault(outcome)) await this.#note(cabinet, file, outcome)
    else if (!isMoved) await this.#note(cabinet, file, 'not-moved')
  }

  async #note(cabinet: CabinetInUse, file: ScannedFile, reason: Extract<ScanOutcome, string>): Promise<void> {
    if (!isScanFault(reason)) return
    const { ports } = this.#house
    const fault = { scanFaultId: ports.random.id(), fileName: file.fileName, reason, at: ports.clock.now() }
    await this.#service(cabinet).write('document.set-aside', (db) => noteScanFault(db, fault), { reason })
  }

  #deskOf(cabinet: CabinetInUse): ScanDesk {
    const { ports } = this.#house
    const service = this.#service(cabinet)
    return {
      reading: ports.documentReading,
      read: (query) => service.read(query),
      write: (change, details) => service.write('document.scanned', change, details),
      newId: () => ports.random.id(),
      now: () => ports.clock.now(),
      today: () => ports.clock.today(),
    }
  }

  #service(cabinet: CabinetInUse) {
    return asService('scan-folder', cabinet, this.#house.ports, '')
  }

  #log(error: unknown): void {
    this.#house.ports.logger.write({ level: 'error', event: 'scan-folder', fields: describeError(error) })
  }
}
