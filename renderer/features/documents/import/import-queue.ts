import { dropUpload, importDocument, sendPiece, startUpload } from '#app/features/documents/contract.ts'
import { pieceBytes } from '#app/features/documents/model.ts'
import { refusalOfSize } from '#app/features/documents/rules.ts'
import { sayRefusal } from '#app/text/fr/common.ts'
import { documentRefusals, documentsText } from '#app/text/fr/documents.ts'
import type { CabinetClient } from '#renderer/client/index.ts'

/** Where one file is on its way into the cabinet. */
export type ImportState = 'waiting' | 'sending' | 'away' | 'reading' | 'done' | 'already' | 'refused' | 'failed'

/** One file being imported. */
export interface ImportItem {
  readonly id: string
  readonly fileName: string
  readonly bytes: number
  readonly patientId: string | null
  readonly state: ImportState
  readonly sent: number
  /** Why it was refused or failed. */
  readonly why: string
  /** The document made, or the one that was there already. */
  readonly documentId: string | null
}

interface Waiting {
  readonly file: File
  readonly stop: AbortController
  uploadId: string
}

/** How long a cut line is waited for before the next try, in ms. */
const betweenTriesMs = 1_500

/** States a file does not leave by itself. */
const ended: ReadonlySet<ImportState> = new Set(['done', 'already', 'refused', 'failed'])

/** The files of one page on their way, one at a time: a line is shared with whoever works meanwhile. */
export class ImportQueue {
  readonly #client: CabinetClient
  readonly #files = new Map<string, Waiting>()
  readonly #listeners = new Set<() => void>()
  #items: readonly ImportItem[] = []
  #isRunning = false

  constructor(client: CabinetClient) {
    this.#client = client
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly items = (): readonly ImportItem[] => this.#items

  /** Adds files; those whose size says enough are refused at once, and nothing of them is read. */
  add(files: readonly File[], patientId: string | null): void {
    const added = files.map((file): ImportItem => {
      const id = crypto.randomUUID()
      const refused = refusalOfSize(file.size)
      this.#files.set(id, { file, stop: new AbortController(), uploadId: crypto.randomUUID() })
      return {
        id,
        fileName: file.name,
        bytes: file.size,
        patientId,
        state: refused === null ? 'waiting' : 'refused',
        sent: 0,
        why: refused === null ? '' : documentRefusals[refused],
        documentId: null,
      }
    })
    this.#set([...this.#items, ...added])
    void this.#run()
  }

  /** Gives a file up, with what was sent of it. */
  cancel(id: string): void {
    const waiting = this.#files.get(id)
    if (waiting === undefined) return
    waiting.stop.abort()
    this.#files.delete(id)
    this.#set(this.#items.filter((item) => item.id !== id))
    void this.#client.call(dropUpload, { uploadId: waiting.uploadId })
  }

  /** Tries again what failed: one file, or all of them. */
  retry(id?: string): void {
    this.#set(
      this.#items.map((item) => {
        if (item.state !== 'failed' || (id !== undefined && item.id !== id)) return item
        return { ...item, state: 'waiting', why: '' }
      }),
    )
    void this.#run()
  }

  /** Takes away what has ended. */
  clear(): void {
    for (const item of this.#items) if (ended.has(item.state)) this.#files.delete(item.id)
    this.#set(this.#items.filter((item) => !ended.has(item.state)))
  }

  async #run(): Promise<void> {
    if (this.#isRunning) return
    this.#isRunning = true
    try {
      for (;;) {
        const next = this.#items.find(({ state }) => state === 'waiting')
        const waiting = next === undefined ? undefined : this.#files.get(next.id)
        if (next === undefined || waiting === undefined) return
        await this.#send(next, waiting)
      }
    } finally {
      this.#isRunning = false
    }
  }

  async #send(item: ImportItem, waiting: Waiting): Promise<void> {
    const { file, stop } = waiting
    const { patientId } = item
    let sent = 0
    for (;;) {
      if (stop.signal.aborted) return
      const step = await this.#step(item, waiting, sent)
      if (stop.signal.aborted) return
      if (step.kind === 'away') {
        this.#change(item.id, { state: 'away' })
        await new Promise((resolve) => setTimeout(resolve, betweenTriesMs))
        // What the host has is asked again: the line may have been cut under a piece.
        sent = -1
        continue
      }
      if (step.kind === 'refused') {
        this.#change(item.id, { state: step.state, why: step.why, documentId: step.documentId })
        void this.#client.call(dropUpload, { uploadId: waiting.uploadId })
        // Another try is another upload.
        waiting.uploadId = crypto.randomUUID()
        return
      }
      sent = step.sent
      this.#change(item.id, { state: sent < file.size ? 'sending' : 'reading', sent })
      if (sent < file.size) continue
      const { uploadId } = waiting
      const made = await this.#client.call(importDocument, { uploadId, patientId, fileDate: dayOf(file) })
      if (made.ok) {
        this.#change(item.id, { state: 'done', documentId: made.value.document.documentId })
        this.#files.delete(item.id)
        return
      }
      if (made.problem === 'connection.lost') {
        sent = -1
        this.#change(item.id, { state: 'away' })
        await new Promise((resolve) => setTimeout(resolve, betweenTriesMs))
        continue
      }
      const isKnown = made.problem === 'document.already-here'
      // Done before the line was cut: sent again, it finds itself.
      this.#change(item.id, {
        state: isKnown ? 'already' : made.problem === 'document.refused' ? 'refused' : 'failed',
        why: sayRefusal(made),
        documentId: isKnown ? made.data.documentId : null,
      })
      void this.#client.call(dropUpload, { uploadId })
      waiting.uploadId = crypto.randomUUID()
      return
    }
  }

  /** Begins or takes up an upload, or sends its next piece. */
  async #step(
    item: ImportItem,
    waiting: Waiting,
    sent: number,
  ): Promise<
    | { readonly kind: 'sent'; readonly sent: number }
    | { readonly kind: 'away' }
    | { readonly kind: 'refused'; readonly state: ImportState; readonly why: string; readonly documentId: null }
  > {
    const { file, stop, uploadId } = waiting
    if (sent <= 0) {
      const started = await this.#client.call(startUpload, { uploadId, fileName: file.name, bytes: file.size })
      if (!started.ok && started.problem === 'connection.lost') return { kind: 'away' }
      if (!started.ok && started.problem === 'not-found' && sent < 0) {
        // It became a document just before the line was cut: sent under another name, it finds itself.
        waiting.uploadId = crypto.randomUUID()
        return { kind: 'sent', sent: 0 }
      }
      if (!started.ok) return { kind: 'refused', state: 'failed', why: sayRefusal(started), documentId: null }
      if (started.value.receivedBytes > 0) return { kind: 'sent', sent: started.value.receivedBytes }
      this.#change(item.id, { state: 'sending' })
    }
    const offset = Math.max(0, sent)
    const piece = await base64Of(file.slice(offset, offset + pieceBytes)).catch(() => null)
    if (piece === null) {
      return { kind: 'refused', state: 'failed', why: documentsText.import.unreadable, documentId: null }
    }
    const reply = await this.#client.call(sendPiece, { uploadId, offset, piece }, { signal: stop.signal })
    if (reply.ok && reply.value.receivedBytes <= offset) {
      // The file shrank on the disk since it was dropped.
      return { kind: 'refused', state: 'failed', why: documentsText.import.unreadable, documentId: null }
    }
    if (reply.ok) return { kind: 'sent', sent: reply.value.receivedBytes }
    if (reply.problem === 'connection.lost') return { kind: 'away' }
    return { kind: 'refused', state: 'failed', why: sayRefusal(reply), documentId: null }
  }

  #change(id: string, change: Partial<ImportItem>): void {
    this.#set(this.#items.map((item) => (item.id === id ? { ...item, ...change } : item)))
  }

  #set(items: readonly ImportItem[]): void {
    this.#items = items
    for (const listener of this.#listeners) listener()
  }
}

/** The bytes of a part of a file as a frame carries them. */
function base64Of(part: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.addEventListener('load', () => {
      const address = String(reader.result)
      resolve(address.slice(address.indexOf(',') + 1))
    })
    reader.addEventListener('error', () => reject(reader.error ?? new Error('the file is not readable')))
    reader.readAsDataURL(part)
  })
}

function dayOf(file: File): string | null {
  if (file.lastModified <= 0) return null
  const at = new Date(file.lastModified)
  const two = (figure: number) => String(figure).padStart(2, '0')
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
  return /^\d{4}-/.test(day) ? day : null
}
