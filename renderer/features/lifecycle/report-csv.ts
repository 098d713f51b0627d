import type { ReportLine } from '#app/features/lifecycle/model.ts'
import { sayDay } from '#app/text/fr/common.ts'
import { lifecycleText } from '#app/text/fr/lifecycle.ts'
import { writtenDate } from '#renderer/features/patients/index.ts'

const text = lifecycleText.report

/** « Rapport patients » as a spreadsheet opens it: UTF-8, semicolons; a cell that begins like a formula is only text. */
export function csvOf(lines: readonly ReportLine[]): string {
  const { columns } = text
  const head = [
    columns.state,
    columns.name,
    columns.firstName,
    columns.birthName,
    columns.birthDate,
    columns.sex,
    columns.fileNumber,
    columns.left,
    columns.by,
  ]
  const rows = lines.map((line) => {
    const who = line.state === 'present' ? line.patient : line.trace
    return [
      line.state === 'present' ? text.present : text.departures[line.trace.departure],
      who.usedName,
      who.usedFirstName,
      who.birthName,
      writtenDate(who.birthDate),
      who.sex,
      String(who.fileNumber),
      line.state === 'past' ? sayDay(line.trace.at) : '',
      line.state === 'past' ? line.trace.by : '',
    ]
  })
  return `\uFEFF${[head, ...rows].map((cells) => cells.map(cellOf).join(';')).join('\r\n')}\r\n`
}

function cellOf(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[";\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** Hands a text to the person as a file; it leaves this page's memory once the download has begun. */
export function saveText(name: string, content: string): void {
  const address = URL.createObjectURL(new Blob([content], { type: 'text/csv;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
