import { fr } from '#app/text/fr/shell-window.ts'

/** Address, inside our own scheme, of the page that says the cabinet is closing. */
export const closingPath = '/notice/closing'

/** The pages of the shell itself: no script, no file, so that they show whatever happens to the renderer. */
export const notices: Readonly<Record<string, (nonce: string) => string>> = {
  [closingPath]: (nonce) => `<!doctype html>
<html lang="fr">
<meta charset="utf-8">
<title>${fr.closing.title}</title>
<style nonce="${nonce}">
:root { color-scheme: light dark }
body { margin: 20px 24px; font: 13px/18px Inter, system-ui, sans-serif; background: #E9EDF0; color: #17212A }
h1 { font-size: 17px; line-height: 22px; margin: 0 0 8px }
p { margin: 0 0 8px }
@media (prefers-color-scheme: dark) { body { background: #0F1418; color: #E6EBEE } }
</style>
<main role="status"><h1>${fr.closing.title}</h1><p>${fr.closing.text}</p><p>${fr.closing.force}</p></main>
</html>
`,
}
