import { ipcRenderer } from 'electron'
import { isPortRequest, portDelivery, portRequest } from '#app/devices/ports.ts'

// The whole of what a page may reach of Electron: its lines, under the nonce it drew. Nothing is exposed on `window`.
window.addEventListener('message', (event) => {
  if (event.source !== window || event.origin !== window.location.origin) return
  if (isPortRequest(event.data)) ipcRenderer.send(portRequest, event.data.nonce)
})

ipcRenderer.on(portDelivery, (event, delivery: unknown) => {
  window.postMessage(delivery, window.location.origin, [...event.ports])
})
