/**
 * Hands a text to the person as a file: the browser keeps it among its downloads, the window of the program asks where to
 * put it. The text stays in this page's memory until then, and no longer.
 */
export function saveFile(name: string, type: string, parts: readonly string[]): void {
  const address = URL.createObjectURL(new Blob([...parts], { type }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // The download has begun by then; the address would keep the text in memory as long as the page.
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
