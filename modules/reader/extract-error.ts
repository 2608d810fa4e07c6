export type ExtractCode = 'empty' | 'encrypted' | 'scanned' | 'too_large' | 'unknown' | 'damaged'

/** Rule RD-35: why a file was not taken: a stable code and one sentence for the person who chose it. */
export class ExtractError extends Error {
  readonly code: ExtractCode
  constructor(code: ExtractCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'ExtractError'
    this.code = code
  }
}
