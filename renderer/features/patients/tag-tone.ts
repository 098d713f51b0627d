import type { Tone } from '#ui/Mark.tsx'

const tones: Readonly<Record<string, Tone>> = {
  teal: 'accent',
  blue: 'info',
  green: 'success',
  amber: 'warning',
  red: 'danger',
  violet: 'violet',
}

/** The tone of a tag's colour; grey, and any colour of a later edition, is neutral. */
export function tagTone(color: string): Tone {
  return tones[color] ?? 'neutral'
}
