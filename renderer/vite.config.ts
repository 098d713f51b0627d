import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { programVersion } from '#main/launch/program-version.ts'
import { contractDigest } from '#main/wire/contract-digest.ts'

const root = fileURLToPath(new URL('.', import.meta.url))

/**
 * Builds the screens into dist/renderer, the same for a window of the program and for a browser.
 *
 * The page's policy allows no inline script and no data address for scripts or fonts: hence no polyfill written into the
 * page and no file turned into text.
 */
export default defineConfig({
  root,
  base: './',
  publicDir: false,
  envDir: false,
  cacheDir: '../.cache/vite',
  plugins: [react()],
  // What the screens tell the host they were made with.
  define: {
    CONTRACT_DIGEST: JSON.stringify(contractDigest()),
    PROGRAM_VERSION: JSON.stringify(programVersion()),
  },
  build: {
    outDir: '../dist/renderer',
    emptyOutDir: true,
    target: 'chrome130',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1500,
  },
})
