import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  type KeyObject,
  pbkdf2Sync,
  randomFillSync,
  timingSafeEqual,
} from 'node:crypto'

/** Bytes of a data key: AES-256. */
export const keyBytes = 32
/** Bytes of a page, as SQLCipher 4 has them by default. */
export const pageBytes = 4096
/** Bytes of the salt at the start of a file, in the place of SQLite's magic text. */
export const saltBytes = 16
const vectorBytes = 16
const codeBytes = 64
const reservedBytes = vectorBytes + codeBytes

/**
 * Encrypts and decrypts the pages of one file in the format of SQLCipher 4 with a raw key: AES-256-CBC, then an
 * initialisation vector and an HMAC-SHA512 over ciphertext, vector and page number, under a key that PBKDF2 makes from
 * the data key and the masked salt in two rounds. https://www.zetetic.net/sqlcipher/design/
 */
export class PageCipher {
  // Key objects, not bytes: preparing a key for each page would cost more than the page.
  readonly #key: KeyObject
  readonly #codeKey: KeyObject
  readonly #salt: Buffer
  readonly #vectors = Buffer.alloc(256 * vectorBytes)
  #vectorsUsed = this.#vectors.length

  /** `salt`: the first bytes of the file; the key of the authentication codes comes from both. */
  constructor(key: Uint8Array, salt: Buffer) {
    if (key.byteLength !== keyBytes) throw new TypeError(`a data key has ${keyBytes} bytes`)
    const codeKey = pbkdf2Sync(key, Buffer.from(salt.map((byte) => byte ^ 0x3a)), 2, keyBytes, 'sha512')
    this.#key = createSecretKey(key)
    this.#codeKey = createSecretKey(codeKey)
    this.#salt = salt
    codeKey.fill(0)
  }

  /** The clear content of a page without its salt and reserved bytes, or `null` when it is not authentic. */
  open(page: Buffer, number: number): Buffer | null {
    const ciphertext = page.subarray(number === 1 ? saltBytes : 0, pageBytes - reservedBytes)
    const vector = page.subarray(pageBytes - reservedBytes, pageBytes - codeBytes)
    const code = page.subarray(pageBytes - codeBytes)
    if (!timingSafeEqual(code, this.#code(page, number))) return null
    const decipher = createDecipheriv('aes-256-cbc', this.#key, vector).setAutoPadding(false)
    const clear = decipher.update(ciphertext)
    decipher.final()
    return clear
  }

  /** Writes a page from its clear content. */
  seal(clear: Buffer, number: number, page: Buffer): void {
    const vector = this.#nextVector()
    const cipher = createCipheriv('aes-256-cbc', this.#key, vector).setAutoPadding(false)
    if (number === 1) this.#salt.copy(page)
    cipher.update(clear).copy(page, number === 1 ? saltBytes : 0)
    cipher.final()
    vector.copy(page, pageBytes - reservedBytes)
    this.#code(page, number).copy(page, pageBytes - codeBytes)
  }

  /** Random vectors, drawn many at a time. */
  #nextVector(): Buffer {
    if (this.#vectorsUsed === this.#vectors.length) {
      randomFillSync(this.#vectors)
      this.#vectorsUsed = 0
    }
    this.#vectorsUsed += vectorBytes
    return this.#vectors.subarray(this.#vectorsUsed - vectorBytes, this.#vectorsUsed)
  }

  #code(page: Buffer, number: number): Buffer {
    const pageNumber = Buffer.alloc(4)
    pageNumber.writeUInt32LE(number)
    const authenticated = page.subarray(number === 1 ? saltBytes : 0, pageBytes - codeBytes)
    return createHmac('sha512', this.#codeKey).update(authenticated).update(pageNumber).digest()
  }
}
