import { Component, type ReactNode } from 'react'
import { recordText } from '#app/text/fr/record.ts'
import { Block } from '#ui/Block.tsx'
import { Button } from '#ui/Button.tsx'

const text = recordText.editor

/** Keeps the rest of the record on the screen when one of its parts breaks. */
export class PartBoundary extends Component<
  { readonly children: ReactNode; readonly onAgain?: (() => void) | undefined },
  { readonly failed: false | 'crashed' | 'unloaded' }
> {
  override state: { readonly failed: false | 'crashed' | 'unloaded' } = { failed: false }

  static getDerivedStateFromError(error: unknown) {
    return { failed: isUnloaded(error) ? 'unloaded' : 'crashed' }
  }

  override render(): ReactNode {
    if (this.state.failed === false) return this.props.children
    if (this.state.failed === 'unloaded')
      return (
        <Block
          tone="offline"
          announce="assertive"
          title={text.unloaded}
          actions={
            <Button size="small" onClick={() => void reloadOnceReachable()}>
              {text.reload}
            </Button>
          }
        >
          {text.unloadedHint}
        </Block>
      )
    return (
      <Block
        tone="error"
        announce="assertive"
        title={text.crashed}
        actions={
          <Button
            size="small"
            onClick={() => {
              this.props.onAgain?.()
              this.setState({ failed: false })
            }}
          >
            {text.again}
          </Button>
        }
      >
        {text.crashedHint}
      </Block>
    )
  }
}

/** A part that is loaded when it is first shown, asked of a host that was away: as Chromium says it. */
function isUnloaded(error: unknown): boolean {
  return error instanceof TypeError && error.message.includes('dynamically imported module')
}

/** A part that failed to load is not asked for again by the same page; a page without its host would be lost altogether. */
async function reloadOnceReachable(): Promise<void> {
  try {
    await fetch(window.location.href, { method: 'HEAD', cache: 'no-store' })
  } catch {
    return
  }
  window.location.reload()
}
