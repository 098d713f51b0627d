import { expect, test } from 'vitest'
import { contentSecurityPolicy, documentNonce, pageHeaders, pageWithNonce, requestedFile } from '#main/wire/page.ts'

test.each([
  ['/', 'index.html'],
  ['/patients', 'index.html'],
  ['/patients/42/etat-civil', 'index.html'],
  ['/assets/index-a1B2_c.js', 'assets/index-a1B2_c.js'],
  ['/assets/inter%20fin.woff2', 'assets/inter fin.woff2'],
])('the address %s is served as %s', (path, file) => {
  expect(requestedFile(path)).toBe(file)
})

test.each([
  '/../package.json',
  '/assets/../../package.json',
  '/%2e%2e/%2e%2e/etc/passwd',
  '/..%2fpackage.json',
  '/assets/..%5c..%5cpackage.json',
  '/C:/Windows/win.ini',
  '/assets//index.js',
  '/.env',
  '/assets/.hidden.js',
  '/index.html%00.js',
  '/%E0%A4%A',
  'assets/index.js',
  '',
])('the address %j is refused', (path) => {
  expect(requestedFile(path)).toBeNull()
})

test('a nonce is never drawn twice, and takes every place kept for it', () => {
  const nonces = new Set(Array.from({ length: 500 }, documentNonce))
  expect(nonces.size).toBe(500)
  expect(pageWithNonce('<a n="__CSP_NONCE__"><b n="__CSP_NONCE__">', 'xyz')).toBe('<a n="xyz"><b n="xyz">')
})

test('the policy lets in no script that the page does not serve itself, and no other site', () => {
  const policy = contentSecurityPolicy('n0nce')
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("script-src 'self';")
  expect(policy).not.toMatch(/unsafe|https?:|\*/)
  expect(policy).toContain("style-src 'self' 'nonce-n0nce'")
})

test.each([
  'assets/pdf.worker.min-a1B2.mjs',
  'assets/mark-thread-Ab_1-2.js',
])('the thread %s runs what it is handed, and reaches nothing', (file) => {
  const policy = pageHeaders(file, null)['Content-Security-Policy']
  expect(policy).toBe("default-src 'none'; script-src 'wasm-unsafe-eval'; frame-ancestors 'none'")
})

test.each([
  'assets/index-1.js',
  'assets/mark-thread-1.js.html',
  'mark-thread-1.js',
  'assets/x/mark-thread-1.js',
])('the file %s has no such right', (file) => {
  expect(pageHeaders(file, null)['Content-Security-Policy']).not.toContain('wasm')
})

test('a page is never kept, a file named by its digest is', () => {
  expect(pageHeaders('index.html', 'n')['Cache-Control']).toBe('no-store')
  expect(pageHeaders('assets/index-1.js', null)['Cache-Control']).toContain('immutable')
  expect(pageHeaders('assets/index-1.js', null)['Content-Type']).toBe('text/javascript; charset=utf-8')
})
