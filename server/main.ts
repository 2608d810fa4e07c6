import { ConfigError, readConfig } from './platform/config.ts'
import { serve } from './serve.ts'

/** A mistake of the operator is one sentence; anything else keeps its stack for the log. */
const sentenceOf = (error: unknown): string =>
  error instanceof ConfigError || (error instanceof Error && /[一-鿿]/.test(error.message)) ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error)

try {
  await serve(readConfig(process.argv.slice(2), process.env))
} catch (error) {
  process.stderr.write(`\n${sentenceOf(error)}\n`)
  process.exit(1)
}
