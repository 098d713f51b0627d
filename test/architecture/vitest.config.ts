import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

const root = fileURLToPath(new URL('../..', import.meta.url))
const long = process.env['CABINET_LONG'] === '1'

/**
 * Unit and integration tests. Journeys in real browsers have their own runner (test/journeys/playwright.config.ts).
 *
 * Two projects, because a screen needs a document and everything else must prove that it needs none. Every file runs in
 * its own process: tests open real encrypted files, set process-wide state, and a native crash must name its file.
 */
export default defineConfig({
  root,
  // Vite would otherwise look for environment files and a public folder at the root.
  envDir: false,
  publicDir: false,
  cacheDir: '.cache/vitest',
  test: {
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: long ? 1_800_000 : 120_000,
    hookTimeout: long ? 600_000 : 120_000,
    teardownTimeout: 10_000,
    // A condition is awaited for as long as a busy machine may take: what never comes fails all the same.
    expect: { poll: { timeout: 20_000 } },
    passWithNoTests: false,
    allowOnly: false,
    env: { TZ: 'Europe/Paris', LANG: 'fr_FR.UTF-8' },
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          environment: 'node',
          include: ['test/**/*.test.ts'],
          exclude: ['test/renderer/**', 'test/journeys/**', 'test/architecture/fixtures/**', '**/node_modules/**'],
        },
      },
      {
        extends: true,
        plugins: [react()],
        test: {
          name: 'renderer',
          environment: 'happy-dom',
          include: ['test/renderer/**/*.test.{ts,tsx}'],
          setupFiles: ['test/renderer/setup.ts'],
          css: { modules: { classNameStrategy: 'non-scoped' } },
        },
      },
    ],
  },
})
