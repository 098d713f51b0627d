import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The looks of text on paper. */
export type Face = 'regular' | 'bold' | 'italic' | 'bold-italic'

/**
 * Where each face is: Inter, under the SIL Open Font License 1.1, which allows embedding. Written out one by one because
 * the build reads these calls, to put the same files beside the bundle (main/launch/build.ts).
 */
const addresses: Readonly<Record<Face, string>> = {
  regular: import.meta.resolve('@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf'),
  bold: import.meta.resolve('@expo-google-fonts/inter/700Bold/Inter_700Bold.ttf'),
  italic: import.meta.resolve('@expo-google-fonts/inter/400Regular_Italic/Inter_400Regular_Italic.ttf'),
  'bold-italic': import.meta.resolve('@expo-google-fonts/inter/700Bold_Italic/Inter_700Bold_Italic.ttf'),
}

const read = new Map<Face, Buffer>()

/** The bytes of a face, read once. */
export function fontOf(face: Face): Buffer {
  const known = read.get(face)
  if (known !== undefined) return known
  const bytes = readFileSync(fileURLToPath(addresses[face]))
  read.set(face, bytes)
  return bytes
}

/** The face of a stretch of text. */
export function faceOf(look: { readonly bold?: boolean | undefined; readonly italic?: boolean | undefined }): Face {
  if (look.bold === true) return look.italic === true ? 'bold-italic' : 'bold'
  return look.italic === true ? 'italic' : 'regular'
}
