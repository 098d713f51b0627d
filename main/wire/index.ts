export { connectInMemory, type MemorySeat } from './memory.ts'
export { serveOverMessagePort } from './message-port.ts'
export { serveOverWebSocket } from './web-socket.ts'
