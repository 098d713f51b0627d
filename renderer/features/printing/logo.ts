import type { LetterheadSettings } from '#app/features/printing/model.ts'

/** Larger than a letterhead shows at 300 dots an inch. */
const widest = 900
const tallest = 450
/** A picture file larger than this is no logo. */
const largestFile = 20 * 1024 * 1024

/**
 * A picture drawn again as a plain PNG: its pixels only, whatever else the file held. `null` when it is not a picture the
 * computer reads.
 */
export async function redrawnLogo(file: File): Promise<LetterheadSettings['logo']> {
  if (file.size > largestFile || !/^image\/(png|jpeg)$/.test(file.type)) return null
  try {
    const picture = await createImageBitmap(file)
    const scale = Math.min(1, widest / picture.width, tallest / picture.height)
    const canvas = document.createElement('canvas')
    canvas.width = Math.max(1, Math.round(picture.width * scale))
    canvas.height = Math.max(1, Math.round(picture.height * scale))
    const pen = canvas.getContext('2d')
    if (pen === null) return null
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height)
    picture.close()
    const drawn = dataOf(canvas, 'image/png')
    // A photograph as PNG may be too heavy for a setting; as JPEG it never is at this size.
    if (drawn.length <= 600_000) return { type: 'image/png', data: drawn }
    pen.globalCompositeOperation = 'destination-over'
    pen.fillStyle = '#fff'
    pen.fillRect(0, 0, canvas.width, canvas.height)
    return { type: 'image/jpeg', data: dataOf(canvas, 'image/jpeg') }
  } catch {
    return null
  }
}

function dataOf(canvas: HTMLCanvasElement, type: string): string {
  const address = canvas.toDataURL(type, 0.9)
  return address.slice(address.indexOf(',') + 1)
}
