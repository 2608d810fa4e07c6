export const root: string
export function fail(sentence: string): never
export function install(options?: { quiet?: boolean }): Promise<void>
export function node(): string
export function build(options?: { quiet?: boolean; keepGoing?: boolean }): Promise<boolean>
