import { globSync } from 'node:fs'
import { readFileSync } from 'node:fs'

const folders = ['kernel', 'server', 'modules', 'console', 'portal', 'ui', 'tools', 'bench', 'e2e', 'db']

/** Every TypeScript source of the project with its text, sorted. */
export const sourceFiles = (): { file: string; text: string }[] =>
  globSync(folders.map((folder) => `${folder}/**/*.{ts,tsx}`))
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => !file.endsWith('.d.ts') && file !== 'db/types.ts')
    .sort()
    .map((file) => ({ file, text: readFileSync(file, 'utf8') }))
