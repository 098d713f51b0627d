import { Component, type ReactNode } from 'react'
import { shellText as fr } from '#app/text/fr/shell.ts'
import { Block, Button } from '#ui/index.ts'
import classes from './Shell.module.css'

interface State {
  readonly failed: boolean
}

/** Holds one screen: if it breaks, the window stays, and says what is safe. Its message is never shown: it may quote a name. */
export class ScreenBoundary extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { failed: false }

  static getDerivedStateFromError(): State {
    return { failed: true }
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children
    return <ScreenFailed onAgain={() => this.setState({ failed: false })} />
  }
}

/** What stands instead of something that broke. */
export function ScreenFailed({ onAgain }: { onAgain: () => void }) {
  return (
    <div className={classes.failed}>
      <Block
        tone="error"
        announce="assertive"
        title={fr.crash.title}
        actions={
          <Button size="small" onClick={onAgain}>
            {fr.crash.again}
          </Button>
        }
      >
        {fr.crash.text}
      </Block>
    </div>
  )
}
