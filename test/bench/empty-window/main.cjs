// The floor of `electron-start.ts`: what this runtime needs to show one sentence, with the same protections.
const { app, BrowserWindow } = require('electron')

if (process.getuid?.() !== 0) app.enableSandbox()
app.whenReady().then(() => {
  const window = new BrowserWindow({
    width: 1366,
    height: 768,
    show: false,
    webPreferences: { sandbox: true, contextIsolation: true },
  })
  window.once('ready-to-show', () => {
    window.show()
    process.stderr.write(`${JSON.stringify({ event: 'window.painted' })}\n`)
  })
  window.loadURL('data:text/html,<p>Fenêtre vide</p>')
})
