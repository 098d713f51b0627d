import classes from './Network.module.css'

/** A fingerprint by whole pairs, so many a line: easy to compare by eye, and copied whole. */
export function Pairs({ fingerprint, perLine = 16 }: { readonly fingerprint: string; readonly perLine?: number }) {
  const pairs = fingerprint.split(':')
  const lines = Array.from({ length: Math.ceil(pairs.length / perLine) }, (_, at) =>
    pairs.slice(at * perLine, (at + 1) * perLine).join(':'),
  )
  return (
    <code className={classes.pairs}>
      {lines.map((line, at) => (
        <span key={line}>{at < lines.length - 1 ? `${line}:` : line}</span>
      ))}
    </code>
  )
}

/** A fingerprint under its name, with what to do of it. */
export function Fingerprint(props: { readonly title: string; readonly fingerprint: string; readonly hint?: string }) {
  return (
    <div className={classes.fingerprint}>
      <span className={classes.label}>{props.title}</span>
      <Pairs fingerprint={props.fingerprint} />
      {props.hint === undefined ? null : <small>{props.hint}</small>}
    </div>
  )
}
