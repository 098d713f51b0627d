import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { connect } from '#renderer/client/index.ts'
import { App } from '#renderer/shell/index.ts'

const root = document.querySelector('#root')
if (root === null) throw new Error('the page has no #root')
createRoot(root).render(
  <StrictMode>
    <App connection={connect(window.location)} />
  </StrictMode>,
)
