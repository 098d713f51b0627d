import { backupSuffix } from './format.ts'

/**
 * The name of a backup: `<nom du cabinet> 2026-11-22 14h32m07s.cabsave`, in local time, as a person looks for it.
 *
 * What a file system, a shell or a synchronised folder would take for something else is left out of the cabinet's name;
 * no name is left to chance when nothing remains.
 *
 * @param takenAt ISO 8601 in UTC with milliseconds.
 * @param timeZone IANA name. Default: the computer's.
 */
export function backupFileName(cabinetName: string, takenAt: string, timeZone?: string): string {
  return `${nameForFile(cabinetName)} ${localStamp(takenAt, timeZone)}${backupSuffix}`
}

/** An instant as part of a file's name, sortable: `2026-11-22 14h32m07s`, in local time. */
export function localStamp(instant: string, timeZone?: string): string {
  const format = new Intl.DateTimeFormat('en-GB', {
    ...(timeZone === undefined ? {} : { timeZone }),
    calendar: 'iso8601',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  })
  const parts = new Map(format.formatToParts(new Date(instant)).map(({ type, value }) => [type, value]))
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? ''
  return `${part('year')}-${part('month')}-${part('day')} ${part('hour')}h${part('minute')}m${part('second')}s`
}

/** A cabinet's name reduced to letters, digits and what every file system takes; at most 80 characters. */
function nameForFile(name: string): string {
  const plain = name
    .normalize('NFC')
    .replace(/[^\p{L}\p{N} '’&()._-]+/gu, ' ')
    .replace(/\s+/gu, ' ')
    .replace(/^[. ]+/u, '')
    .slice(0, 80)
    .replace(/[. ]+$/u, '')
  return plain === '' ? 'cabinet' : plain
}
