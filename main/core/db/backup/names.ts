import { localTime } from '#app/kernel/local-time.ts'
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
  const { year, month, day, hour, minute, second } = localTime(instant, timeZone)
  return `${year}-${month}-${day} ${hour}h${minute}m${second}s`
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
