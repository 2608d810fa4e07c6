import { createHash, createHmac } from 'node:crypto'
import type { Hasher } from '../../kernel/hasher.ts'

export const hasher: Hasher = {
  sha256: (text) => createHash('sha256').update(text, 'utf8').digest('hex'),
  hmac: (key, text) => createHmac('sha256', key).update(text, 'utf8').digest('hex'),
}
