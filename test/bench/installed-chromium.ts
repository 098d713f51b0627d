import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/** The Chromium of this computer, or `null` when there is none. */
export function installedChromium(): string | null {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    for (const name of ['chromium', 'chromium-browser', 'google-chrome']) {
      try {
        accessSync(join(folder, name), constants.X_OK)
        return join(folder, name)
      } catch {
        // Not in this folder.
      }
    }
  }
  return null
}
