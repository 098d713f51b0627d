import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { defineConfig, type PlaywrightTestConfig } from '@playwright/test'

/**
 * Whole journeys on the real program: `chromium` against the host, `electron` in the shell. Both run the same bundle, so the
 * suite builds first (main/launch/build.ts).
 *
 * One worker a project: two cores hold one program and one browser. `npm test` runs the two projects beside each other.
 */
export default defineConfig({
  testDir: '.',
  outputDir: '../../test-results/journeys',
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  // A journey that needs a second try will need one on the day it matters.
  retries: 0,
  timeout: 90_000,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  use: {
    locale: 'fr-FR',
    timezoneId: 'Europe/Paris',
    viewport: { width: 1366, height: 768 },
    screenshot: 'only-on-failure',
    // A trace follows each act, and makes them all longer.
    trace: process.env['CABINET_TRACE'] === '1' ? 'retain-on-failure' : 'off',
  },
  projects: [
    {
      name: 'chromium',
      testMatch: '**/*.spec.ts',
      testIgnore: '**/*.electron.spec.ts',
      use: {
        browserName: 'chromium',
        // The host makes its own authority on its first run; the journeys check the page, not the browser's trust store.
        ignoreHTTPSErrors: true,
        launchOptions: { ...installedChromium(), args: ['--disable-quic'] },
      },
    },
    {
      name: 'electron',
      testMatch: '**/*.electron.spec.ts',
      // For the browsers that share a host with the window.
      use: { browserName: 'chromium', launchOptions: { ...installedChromium(), args: ['--disable-quic'] } },
    },
  ],
} satisfies PlaywrightTestConfig)

/** The browser of the system, as people have it; else the one Playwright would look for. */
function installedChromium(): { executablePath?: string } {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    for (const name of ['chromium', 'chromium-browser', 'google-chrome']) {
      const executablePath = join(folder, name)
      try {
        accessSync(executablePath, constants.X_OK)
        return { executablePath }
      } catch {
        // Not in this folder.
      }
    }
  }
  return {}
}
