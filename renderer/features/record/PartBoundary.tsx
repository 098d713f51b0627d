import { Component, type ReactNode } from 'react'
import { recordText } from '#app/text/fr/record.ts'
import { Block } from '#ui/Block.tsx'
import { Button } from '#ui/Button.tsx'

const text = recordText.editor

/** Keeps the rest of the record on the screen when one of its parts breaks. */
export class PartBoundary extends Component<
  { readonly children: ReactNode; readonly onAgain?: (() => void) | undefined },
  { readonly failed: boolean }
> {
  override state = { failed: false }

  static getDerivedStateFromError() {
    return { failed: true }
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children
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
