import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/**
 * Where the « API Lecture Vitale » of the GIE SESAM-Vitale keeps its `api_lec.ini`, by system: facts. The library is looked
 * for beside it, then where such libraries of the system are: suppositions, corrected by the place a person sets.
 */
const known: Readonly<Record<string, { readonly settings: readonly string[]; readonly libraries: readonly string[] }>> =
  {
    win32: {
      settings: [
        'C:\\ProgramData\\santesocial\\api_lec64\\api_lec.ini',
        'C:\\ProgramData\\SESAM-Vitale\\APILEC\\api_lec.ini',
      ],
      libraries: ['API_LEC.DLL'],
    },
    darwin: {
      settings: ['/Library/Application Support/santesocial/apilec/api_lec.ini'],
      libraries: [
        'libapi_lec.dylib',
        '/usr/local/lib/libapi_lec.dylib',
        '/Library/Frameworks/api_lec.framework/api_lec',
      ],
    },
  }

/** What is installed: the library, and the reader that its settings name for Vitale cards. */
export interface InstalledLibrary {
  readonly path: string
  readonly reader: string | null
}

/**
 * The library at the place set, or else at the known places of this system. A place set where there is no file is answered
 * as it is: it is then not loadable, and said so. `null`: nothing is installed.
 */
export function findLibrary(set: string | null, platform: string = process.platform): InstalledLibrary | null {
  if (set !== null) return { path: set, reader: readerOf([join(dirname(set), 'api_lec.ini')]) }
  const places = known[platform]
  if (places === undefined) return null
  const settings = places.settings.filter((path) => existsSync(path))
  const candidates = [
    ...settings.flatMap((ini) => places.libraries.map((name) => join(dirname(ini), name))),
    ...places.libraries.filter((name) => name.startsWith('/')),
  ]
  const path = candidates.find((one) => existsSync(one))
  return path === undefined ? null : { path, reader: readerOf(settings) }
}

/** `Ressource_Vitale` of the first settings that can be read. */
function readerOf(settings: readonly string[]): string | null {
  for (const path of settings) {
    try {
      const reader = /^\s*Ressource_Vitale\s*=\s*(.{1,128}?)\s*$/im.exec(readFileSync(path, 'latin1'))?.[1]
      if (reader !== undefined) return reader
    } catch {
      // Not there, or not ours to read: the reader is then the one where the card is.
    }
  }
  return null
}
