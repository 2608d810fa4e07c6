import { createCipheriv, createDecipheriv, createPrivateKey, createPublicKey, sign as signWith, verify as verifyWith, X509Certificate, type KeyObject } from 'node:crypto'

/** The way in which WeChat Pay APIv3 signs and encrypts; what both sides of the protocol do alike. */
export const scheme = 'WECHATPAY2-SHA256-RSA2048'
/** A message older or newer than this is a replay. */
export const clockSkewSeconds = 300

/** What is signed of a request: method, path with query, seconds since 1970, a nonce and the body, each with a line end. */
export const requestText = (given: { readonly method: string; readonly path: string; readonly timestamp: string; readonly nonce: string; readonly body: string }): string => `${given.method}\n${given.path}\n${given.timestamp}\n${given.nonce}\n${given.body}\n`
/** What is signed of an answer or a notice. */
export const answerText = (given: { readonly timestamp: string; readonly nonce: string; readonly body: string }): string => `${given.timestamp}\n${given.nonce}\n${given.body}\n`

export const sign = (text: string, key: KeyObject): string => signWith('sha256', Buffer.from(text, 'utf8'), key).toString('base64')
export const verify = (text: string, key: KeyObject, signature: string): boolean => verifyWith('sha256', Buffer.from(text, 'utf8'), key, Buffer.from(signature, 'base64'))

export const privateKeyOf = (pem: string): KeyObject => createPrivateKey(pem)
/** A public key, or the certificate that holds it. */
export const publicKeyOf = (pem: string): KeyObject => (pem.includes('BEGIN CERTIFICATE') ? new X509Certificate(pem).publicKey : createPublicKey(pem))

export type Sealed = { readonly algorithm: 'AEAD_AES_256_GCM'; readonly ciphertext: string; readonly associated_data: string; readonly nonce: string }

/** AES-256-GCM with the APIv3 key; the tag stands at the end of the ciphertext. */
export function openResource(resource: { readonly ciphertext: string; readonly associated_data: string; readonly nonce: string }, apiKey: string): string {
  const bytes = Buffer.from(resource.ciphertext, 'base64')
  const decipher = createDecipheriv('aes-256-gcm', Buffer.from(apiKey, 'utf8'), Buffer.from(resource.nonce, 'utf8'))
  decipher.setAuthTag(bytes.subarray(-16))
  decipher.setAAD(Buffer.from(resource.associated_data, 'utf8'))
  return Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()]).toString('utf8')
}

export function sealResource(text: string, apiKey: string, given: { readonly nonce: string; readonly associatedData: string }): Sealed {
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(apiKey, 'utf8'), Buffer.from(given.nonce, 'utf8'))
  cipher.setAAD(Buffer.from(given.associatedData, 'utf8'))
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
  return { algorithm: 'AEAD_AES_256_GCM', ciphertext: body.toString('base64'), associated_data: given.associatedData, nonce: given.nonce }
}

type Headers = Readonly<Record<string, string | string[] | undefined>>
const header = (headers: Headers, name: string): string => {
  const value = headers[name]
  return typeof value === 'string' ? value : ''
}

/** Why an answer or a notice is not the channel's; null where it is. */
export function notFromChannel(headers: Headers, body: string, given: { readonly serial: string; readonly key: KeyObject; readonly now: Date }): string | null {
  const [timestamp, nonce, signature, serial] = [header(headers, 'wechatpay-timestamp'), header(headers, 'wechatpay-nonce'), header(headers, 'wechatpay-signature'), header(headers, 'wechatpay-serial')]
  if (serial !== given.serial) return `serial ${serial === '' ? 'missing' : serial}`
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(given.now.getTime() / 1000 - Number(timestamp)) > clockSkewSeconds) return `timestamp ${timestamp}`
  return verify(answerText({ timestamp, nonce, body }), given.key, signature) ? null : 'signature'
}
