import { join, win32 } from 'node:path'

/**
 * Where the installers of the « CryptoLib CPS » of the ANS put the PKCS#11 module, best first. The names of the former
 * CPS2ter libraries come last: where only one of those is there, it is named, and said not to be loadable if it is not.
 */
export function modulePlaces(
  platform: string,
  is64Bit: boolean,
  environment: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  if (platform === 'win32') {
    const windows = environment['SystemRoot'] ?? 'C:\\Windows'
    const system = win32.join(windows, 'System32')
    // What 32-bit programs call System32 on a 64-bit system.
    const system32Bit = win32.join(windows, 'SysWOW64')
    const own = is64Bit
      ? [win32.join(system, 'cps3_pkcs11_w64.dll')]
      : [win32.join(system32Bit, 'cps3_pkcs11_w32.dll'), win32.join(system, 'cps3_pkcs11_w32.dll')]
    const former = ['cps_pkcs11_pcsc_w32.dll', 'cps_pkcs11_w32.dll']
    return [...own, ...[system32Bit, system].flatMap((folder) => former.map((name) => win32.join(folder, name)))]
  }
  if (platform === 'darwin') return ['/usr/local/lib/libcps3_pkcs11_osx.dylib']
  if (platform !== 'linux') return []
  const name = 'libcps3_pkcs11_lux.so'
  return [join('/opt/santesocial/CPS/lib', name), join('/usr/lib64', name)]
}
