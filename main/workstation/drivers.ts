import type { Diagnostic } from '#app/devices/workstation.ts'
import type { Pcsc } from '#native/pcsc/library.ts'

/** `SCARD_ATTR_VENDOR_NAME` and `SCARD_ATTR_VENDOR_IFD_VERSION`: 0xMMmmbbbb. */
const makerAttribute = 0x1_0100
const versionAttribute = 0x1_0102

/** Asks a reader, not its card. Rejects where another program has it for itself. */
export async function driverOf(pcsc: Pcsc, reader: string): Promise<Diagnostic['drivers'][number]> {
  const context = await pcsc.establish()
  try {
    const taken = await context.connect(reader, 'direct')
    const maker = await taken.attribute(makerAttribute)
    const version = await taken.attribute(versionAttribute)
    await taken.disconnect('leave')
    return {
      reader,
      maker: maker === null ? null : printable(maker),
      version: version?.length === 4 ? `${version[3]}.${version[2]}` : null,
    }
  } finally {
    await context.release()
  }
}

function printable(bytes: Uint8Array): string | null {
  const text = Buffer.from(bytes)
    .toString('utf8')
    .replaceAll(/[^\p{L}\p{N}\p{P}\p{Zs}]/gu, '')
    .slice(0, 60)
    .trim()
  return text === '' ? null : text
}
