/** What is left of a picture when everything that tells of its maker is gone; null where it is no whole picture. */
export type Cleaned = { readonly bytes: Buffer; readonly width: number; readonly height: number }

/** Reads big-endian numbers without ever leaving the bytes: what is not there is zero. */
export const newReader = (bytes: Uint8Array) => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const has = (at: number, length: number) => at >= 0 && at + length <= bytes.length
  return {
    has,
    byte: (at: number): number => bytes[at] ?? 0,
    two: (at: number, little = false): number => (has(at, 2) ? view.getUint16(at, little) : 0),
    four: (at: number, little = false): number => (has(at, 4) ? view.getUint32(at, little) : 0),
    word: (at: number, length = 4): string => String.fromCharCode(...bytes.subarray(at, at + length)),
  }
}
