import { createCipheriv, createDecipheriv, createHash, createHmac, createSecretKey, hash, randomBytes } from 'node:crypto'
import { z } from 'zod'
import { freshBytes } from './random.ts'

/** The keys that live beside the database, never in it. Older keys stay readable; `current` writes. */
export const keyRingShape = z.object({
  keys: z.record(z.string().regex(/^k\d+$/), z.base64()),
  current: z.string(),
  indexKey: z.base64(),
  chainKey: z.base64(),
})
export type KeyRing = z.infer<typeof keyRingShape>

export function newKeyRing(): KeyRing {
  const key = () => randomBytes(32).toString('base64')
  return { keys: { k1: key() }, current: 'k1', indexKey: key(), chainKey: key() }
}

export type Vault = {
  /** AES-256-GCM; the key's name stands in front, so keys can be rotated. */
  seal(clear: string): Buffer
  /** Throws where the bytes were changed or the key is unknown. */
  open(sealed: Buffer): string
  /** A keyed index for exact look-up of an encrypted value; normalise before calling. */
  blindIndex(purpose: 'phone' | 'id_number' | 'code' | 'person', value: string): string
  /** HMAC of one link of an event chain. */
  link(previous: string, content: string): string
  readonly fingerprint: string
}

export function openVault(ring: KeyRing): Vault {
  // Keys are made into key objects once: with bytes each use makes one, which costs eight times the use itself.
  const secret = (key: string) => createSecretKey(key, 'base64')
  const keys = new Map(Object.entries(ring.keys).map(([name, key]) => [name, secret(key)]))
  const current = keys.get(ring.current)
  if (current === undefined || current.symmetricKeySize !== 32) throw new Error(`key ring: the current key '${ring.current}' is missing or not 32 bytes long`)
  const indexKey = secret(ring.indexKey)
  const chainKey = secret(ring.chainKey)
  return {
    seal(clear) {
      const nonce = freshBytes(12)
      const cipher = createCipheriv('aes-256-gcm', current, nonce)
      const body = Buffer.concat([cipher.update(clear, 'utf8'), cipher.final()])
      return Buffer.concat([Buffer.from(`${ring.current}:`), nonce, cipher.getAuthTag(), body])
    },
    open(sealed) {
      const colon = sealed.indexOf(0x3a)
      const key = keys.get(sealed.subarray(0, colon).toString('ascii'))
      if (key === undefined) throw new Error('the key that sealed this value is not in the key ring')
      const nonce = sealed.subarray(colon + 1, colon + 13)
      const decipher = createDecipheriv('aes-256-gcm', key, nonce)
      decipher.setAuthTag(sealed.subarray(colon + 13, colon + 29))
      return Buffer.concat([decipher.update(sealed.subarray(colon + 29)), decipher.final()]).toString('utf8')
    },
    blindIndex: (purpose, value) => createHmac('sha256', indexKey).update(`${purpose}:${value}`).digest('base64url'),
    link: (previous, content) => createHmac('sha256', chainKey).update(previous).update('\n').update(content).digest('base64url'),
    fingerprint: createHash('sha256').update(JSON.stringify([ring.keys, ring.indexKey, ring.chainKey])).digest('hex').slice(0, 16),
  }
}

/** What is kept of a session token or one-time code: its hash, never itself. */
export const tokenHash = (token: string): string => hash('sha256', token, 'base64url')
export const newToken = (): string => randomBytes(32).toString('base64url')
