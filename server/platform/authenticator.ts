import { Secret, TOTP } from 'otpauth'
import QRCode from 'qrcode'

export const stepSeconds = 30

const totp = (secret: string, label: string) => new TOTP({ issuer: 'Huiyin', label, secret: Secret.fromBase32(secret), digits: 6, period: stepSeconds, algorithm: 'SHA1' })

/** 160 bits, as RFC 4226 advises; in base32, as authenticator apps take it by hand. */
export const newSecret = (): string => new Secret({ size: 20 }).base32

/** The time step a code belongs to, one step of clock drift either way; null where it fits none. */
export function stepOf(secret: string, code: string, now: Date): number | null {
  const delta = totp(secret, '').validate({ token: code, timestamp: now.getTime(), window: 1 })
  return delta === null ? null : Math.floor(now.getTime() / 1000 / stepSeconds) + delta
}

/** What the app would show: for tests and the demonstration. */
export const codeAt = (secret: string, now: Date): string => totp(secret, '').generate({ timestamp: now.getTime() })

export async function enrolment(secret: string, label: string): Promise<{ uri: string; qrSvg: string }> {
  const uri = totp(secret, label).toString()
  return { uri, qrSvg: await QRCode.toString(uri, { type: 'svg', margin: 1, errorCorrectionLevel: 'M' }) }
}
