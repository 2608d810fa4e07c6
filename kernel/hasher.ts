/** What a draw that anybody can make again needs; the machine's own is in server/platform/hasher.ts. Digests are hexadecimal. */
export type Hasher = { readonly sha256: (text: string) => string; readonly hmac: (key: string, text: string) => string }
