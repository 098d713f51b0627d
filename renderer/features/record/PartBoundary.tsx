import { Component, type ReactNode } from 'react'
import { recordText } from '#app/text/fr/record.ts'
import { isUnloaded, reloadOnceReachable } from '#renderer/client/index.ts'
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
