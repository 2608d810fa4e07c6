export function hashOf(root: string, sources: readonly string[]): string
export function isCurrent(root: string, wanted: string): boolean
export function placeBuild(root: string, wanted: string, make: (folder: string) => void | Promise<void>): Promise<void>
