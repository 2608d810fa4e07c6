/** Spaces of Unicode other than the common one, in UTF-8: no-break, Ogham, en quad to hair, narrow no-break, mathematical, ideographic. */
const wideSpaces = [[0xc2, 0xa0], [0xe1, 0x9a, 0x80], [0xe2, 0x80], [0xe2, 0x81, 0x9f], [0xe3, 0x80, 0x80]].map((bytes) => Buffer.from(bytes))

/** Whether a cell of a lot may begin or end with a space; it never says no where one does. */
export function hasEdgeSpaces(bytes: Buffer, delimiter: string): boolean {
  if (bytes[0] === 0x20 || bytes.at(-1) === 0x20) return true
  return [...[delimiter, '"', '\n', '\r'].flatMap((edge) => [`${edge} `, ` ${edge}`]), ...wideSpaces].some((found) => bytes.includes(found))
}
