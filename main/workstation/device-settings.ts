import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type DeviceSettings, deviceSettings } from '#app/devices/workstation.ts'
import { settingsFile } from './frames.ts'

/** Settings of the readers of this computer, kept in a file of its state folder: nothing personal, nothing secret. */
export interface KeptSettings {
  readonly get: () => DeviceSettings
  /** Kept before it resolves. Rejects when the disk refuses; the settings are then as they were. */
  readonly set: (settings: DeviceSettings) => Promise<void>
}

const nothingSet: DeviceSettings = { cardModulePath: null, vitaleLibraryPath: null }

/** Reads the settings of `folder`. A file that is absent, or no longer makes sense, is as if nothing had been set. */
export async function openDeviceSettings(folder: string): Promise<KeptSettings> {
  const path = join(folder, settingsFile)
  let settings = await readSettings(path)
  return {
    get: () => settings,
    async set(wanted) {
      await mkdir(folder, { recursive: true })
      // Whole or not at all, wherever the power goes.
      const written = `${path}.${process.pid}.new`
      await writeFile(written, `${JSON.stringify(wanted, null, 2)}\n`, { mode: 0o600, flush: true })
      await rename(written, path)
      settings = wanted
    },
  }
}

async function readSettings(path: string): Promise<DeviceSettings> {
  try {
    const read = deviceSettings.safeParse(JSON.parse(await readFile(path, 'utf8')))
    return read.success ? read.data : nothingSet
  } catch {
    return nothingSet
  }
}
