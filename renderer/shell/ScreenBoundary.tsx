import { Component, type ReactNode } from 'react'
import { shellText as fr } from '#app/text/fr/shell.ts'
import { isUnloaded, reloadOnceReachable } from '#renderer/client/index.ts'
import { Block, Button } from '#ui/index.ts'
import classes from './Shell.module.css'

interface State {
  readonly failed: false | 'crashed' | 'unloaded'
}

/** Holds one screen: if it breaks, the window stays, and says what is safe. Its message is never shown: it may quote a name. */
export class ScreenBoundary extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { failed: false }

  static getDerivedStateFromError(error: unknown): State {
    return { failed: isUnloaded(error) ? 'unloaded' : 'crashed' }
  }

  override render(): ReactNode {
    if (this.state.failed === false) return this.props.children
    if (this.state.failed === 'unloaded') return <ScreenUnloaded />
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

/** What stands instead of a screen that the cabinet could not give: it is away. */
function ScreenUnloaded() {
  return (
    <div className={classes.failed}>
      <Block
        tone="offline"
        announce="assertive"
        title={fr.crash.unloaded}
        actions={
          <Button size="small" onClick={() => void reloadOnceReachable()}>
            {fr.crash.reload}
          </Button>
        }
      >
        {fr.crash.unloadedHint}
      </Block>
    </div>
  )
}
