import type { InsStatus, Proof, WithdrawalReason } from '#app/features/identity/model.ts'
import { identityText } from '#app/text/fr/identity.ts'
import { patientsText } from '#app/text/fr/patients.ts'
import { archivePages as text, sayTable } from '#app/text/fr/portability.ts'
import type { ArchivedRow } from '#core/kernel/tables.ts'
import type { DataMatrix } from '#main/protocols/data-matrix.ts'
import type { RecordContent } from './content.ts'

/** What nobody reads in a page: keys, counters, folded forms, who by identifier. */
const unread = /(?:_id|_key|_by|_ins|_rank|version|place|number|digest|hidden|place_code)$/

/** No script, no network, nothing from elsewhere: the page of a record opens anywhere, and does nothing. */
const head = `<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"><meta name="viewport" content="width=device-width, initial-scale=1">
<style>body{font:15px/1.5 system-ui,sans-serif;color:#101c26;max-width:60rem;margin:2rem auto;padding:0 1rem}h1{font-size:1.4rem}h2{font-size:1.1rem;border-bottom:1px solid #c7d0d6;padding-bottom:.2rem;margin-top:2rem}table{border-collapse:collapse;width:100%;font-size:.9rem}th,td{text-align:left;vertical-align:top;padding:.25rem .5rem;border-bottom:1px solid #e2e8ec}pre{white-space:pre-wrap;font:inherit;margin:.3rem 0}.mark{margin:1rem 0;font-size:.7rem}.removed{text-decoration:line-through;color:#5a6873}</style>`

/** Text as HTML shows it, whatever it holds. */
export function escapeHtml(words: string): string {
  return words
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}

/** A whole page. `bodyHtml` is escaped already. */
export function pageHtml(title: string, bodyHtml: string): string {
  return `<!doctype html>\n<html lang="fr"><head>${head}<title>${escapeHtml(title)}</title></head><body>\n${bodyHtml}\n</body></html>\n`
}

/** A path inside the archive as a link shows the way. */
export function hrefOf(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/')
}

/** The page of a record: who, the allergies with their three states, the Historique with its files, then every table. */
export function recordPage(
  content: RecordContent,
  about: {
    readonly name: string
    /** Of a qualified identity (RNIV 1 v2.0, EXI DIF 02). */
    readonly mark: DataMatrix | null
    readonly madeAt: string
    readonly leftOut: readonly string[]
    /** Files by the identifier of what they belong to, relative to the page. */
    readonly files: ReadonlyMap<string, string>
  },
): string {
  const rowsIn = (name: string) => content.tables.find(({ table }) => table.name === name)?.rows ?? []
  const [patient] = rowsIn('patient')
  const sections = [
    `<h1>${escapeHtml(text.title(about.name))}</h1><p>${escapeHtml(about.madeAt)}</p>`,
    patient === undefined ? '' : identityHtml(patient),
    about.mark === null ? '' : markHtml(about.mark),
    proofsHtml(rowsIn('identity_proof')),
    allergiesHtml(rowsIn('allergy'), rowsIn('allergy_statement')),
    historyHtml(
      content.packed.flatMap(({ rows }) => rows),
      about.files,
    ),
    ...content.tables
      .filter(({ table }) => !shownApart.has(table.name))
      .map(({ table, rows }) => tableHtml(sayTable(table.name), rows)),
    `<h2>${escapeHtml(text.leftOut)}</h2><ul>${about.leftOut.map((line) => `<li>${escapeHtml(line)}</li>`).join('')}</ul>`,
    `<h2>${escapeHtml(text.files)}</h2><p>${escapeHtml(text.filesHint)}</p>`,
  ]
  return pageHtml(text.title(about.name), sections.filter((section) => section !== '').join('\n'))
}

const shownApart: ReadonlySet<string> = new Set([
  'patient',
  'patient_identity',
  'identity_proof',
  'allergy',
  'allergy_statement',
  'note',
  'document_words',
])

/** What is only on paper of a qualified identity (RNIV 1 v2.0, EXI ID 29): the data have it, the page does not. */
const ofQualified: ReadonlySet<string> = new Set(['ins_matricule', 'ins_key', 'ins_oid'])

function identityHtml(patient: ArchivedRow): string {
  const isQualified = patient['ins_status'] === 'qualified'
  const status = patientsText.insStatuses[shown(patient['ins_status']) as InsStatus]
  const lines = Object.entries(text.columns)
    .filter(([column]) => isQualified || !ofQualified.has(column))
    .map(([column, label]) => [label, column === 'ins_status' ? status : shown(patient[column])] as const)
    .filter(([, value]) => value !== '')
    .map(([label, value]) => `<tr><th scope="row">${escapeHtml(label)}</th><td>${escapeHtml(value)}</td></tr>`)
  return `<h2>${escapeHtml(text.identity)}</h2><table>${lines.join('')}</table>`
}

/** The history of the identity, oldest first. No matricule: one that no longer stands is not shown. */
function proofsHtml(rows: readonly ArchivedRow[]): string {
  if (rows.length === 0) return ''
  const lines = rows
    .map((row) => ({ row, proof: JSON.parse(shown(row['content'])) as Proof }))
    .toSorted((a, b) => (a.proof.act.at < b.proof.act.at ? -1 : 1))
    .map(({ row, proof }) => {
      const what =
        proof.kind === 'ins'
          ? `${text.insProof}, ${identityText.channels[proof.channel]}`
          : identityText.documentKinds[proof.documentKind]
      const because = row['because'] as WithdrawalReason | null
      const gone =
        because === null
          ? ''
          : `${shown(row['withdrawn_at']).slice(0, 10)}, ${identityText.withdrawals[because]} ${shown(row['note'])}`
      const cells = [what, proof.act.at.slice(0, 10), proof.act.by, gone.trim()]
      return `<tr>${cells.map((cell) => `<td>${escapeHtml(cell)}</td>`).join('')}</tr>`
    })
  const heads = text.proofColumns.map((head) => `<th>${escapeHtml(head)}</th>`).join('')
  return `<h2>${escapeHtml(sayTable('identity_proof'))}</h2><table><thead><tr>${heads}</tr></thead><tbody>${lines.join('\n')}</tbody></table>`
}

/** Drawn in the page itself: it takes nothing from elsewhere. One module is 0.5 mm, with a quiet zone of two. */
function markHtml({ size, dark }: DataMatrix): string {
  const modules = dark.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])))
  const caption = escapeHtml(identityText.mark.caption)
  return `<figure class="mark"><svg role="img" aria-label="${caption}" width="${(size + 4) / 2}mm" height="${(size + 4) / 2}mm" viewBox="-2 -2 ${size + 4} ${size + 4}" shape-rendering="crispEdges"><path fill="#fff" d="M-2 -2h${size + 4}v${size + 4}h-${size + 4}z"/><path d="${modules.join('')}"/></svg><figcaption>${caption}</figcaption></figure>`
}

function allergiesHtml(listed: readonly ArchivedRow[], stated: readonly ArchivedRow[]): string {
  const present = listed.filter((row) => row['removed_at'] === null)
  const none = stated.find((row) => row['ended_at'] === null)
  const title = `<h2>${escapeHtml(text.allergies)}</h2>`
  if (present.length > 0) return `${title}${rowsHtml(present)}`
  const words =
    none === undefined
      ? text.allergiesUnknown
      : text.noAllergy(shown(none['declared_at']).slice(0, 10), shown(none['declared_by_name']))
  return `${title}<p>${escapeHtml(words)}</p>`
}

function historyHtml(entries: readonly ArchivedRow[], files: ReadonlyMap<string, string>): string {
  if (entries.length === 0) return ''
  const lines = entries
    .toSorted((a, b) => (shown(a['occurredAt']) < shown(b['occurredAt']) ? 1 : -1))
    .map((entry) => {
      const file = files.get(shown(entry['entryId']))
      const kind = text.kinds[shown(entry['kind']) as keyof typeof text.kinds] ?? shown(entry['kind'])
      const link = file === undefined ? '' : ` <a href="${hrefOf(file)}">${escapeHtml(text.openFile)}</a>`
      const words = shown(entry['text'])
      const body = words === '' ? '' : `<pre>${escapeHtml(words)}</pre>`
      return `<tr><td>${escapeHtml(shown(entry['occurredAt']).slice(0, 10))}</td><td>${escapeHtml(kind)}</td><td><strong>${escapeHtml(shown(entry['title']))}</strong> ${escapeHtml(shown(entry['detail']))}${link}${body}</td><td>${escapeHtml(shown(entry['authorName']))}</td></tr>`
    })
  return `<h2>${escapeHtml(text.history)}</h2><table><thead><tr><th>${text.date}</th><th>${text.kind}</th><th>${text.text}</th><th>${text.author}</th></tr></thead><tbody>${lines.join('\n')}</tbody></table>`
}

function tableHtml(title: string, rows: readonly ArchivedRow[]): string {
  return rows.length === 0 ? '' : `<h2>${escapeHtml(title)}</h2>${rowsHtml(rows)}`
}

function rowsHtml(rows: readonly ArchivedRow[]): string {
  const columns = Object.keys(rows[0] ?? {}).filter(
    (column) => !unread.test(column) && rows.some((row) => shown(row[column]) !== ''),
  )
  const heads = columns.map((column) => `<th>${escapeHtml(text.columns[column] ?? column.replaceAll('_', ' '))}</th>`)
  const lines = rows.map((row) => {
    const removed = typeof row['removed_at'] === 'string' ? ' class="removed"' : ''
    return `<tr${removed}>${columns.map((column) => `<td>${escapeHtml(shown(row[column]))}</td>`).join('')}</tr>`
  })
  return `<table><thead><tr>${heads.join('')}</tr></thead><tbody>${lines.join('\n')}</tbody></table>`
}

function shown(value: string | number | null | undefined): string {
  return value === null || value === undefined ? '' : String(value)
}
