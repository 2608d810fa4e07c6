import { readFileSync } from 'node:fs'
import { sourceFiles } from './source-files.ts'

// House rules on names and habits that no linter knows. Each line: what, where it may stand, why.
const banned = ['utils', 'helpers', 'common', 'core', 'misc', 'manager', 'handler', 'data', 'info', 'process', 'service']
const faults: string[] = []
const fault = (file: string, line: number, text: string) => faults.push(`${file}:${line} ${text}`)

for (const { file, text } of sourceFiles()) {
  for (const segment of file.replace(/\.(test\.)?tsx?$/, '').split('/')) {
    if (banned.includes(segment)) fault(file, 1, `the name '${segment}' says nothing; name what it is about`)
    if (!/^[a-z0-9]+([.-][a-z0-9]+)*$/.test(segment)) fault(file, 1, `'${segment}' is not kebab-case`)
  }
  const pure = file.startsWith('kernel/') || file.startsWith('modules/') || file.startsWith('server/')
  text.split('\n').forEach((line, at) => {
    if (/\bnew Date\(\s*\)|\bDate\.now\(\)/.test(line) && pure && !file.endsWith('platform/clock.ts')) fault(file, at + 1, 'asks the machine for the time; take it as a parameter (platform/clock.ts)')
    if (/\b(TODO|FIXME|XXX|HACK)\b/.test(line) && !file.startsWith('tools/')) fault(file, at + 1, 'unfinished work belongs into an issue')
    if (/@ts-(ignore|nocheck|expect-error)/.test(line) && !/--/.test(line) && !file.startsWith('tools/')) fault(file, at + 1, 'silences the type checker without a reason')
  })
}
const pinned = JSON.parse(readFileSync('package.json', 'utf8')) as Record<'dependencies' | 'devDependencies' | 'optionalDependencies', Record<string, string>>
const reasons = readFileSync('docs/dependencies.md', 'utf8')
for (const [name, version] of Object.entries({ ...pinned.dependencies, ...pinned.devDependencies, ...pinned.optionalDependencies })) {
  if (!/^\d+\.\d+\.\d+/.test(version)) faults.push(`package.json: ${name} is not pinned exactly (${version})`)
  if (!reasons.includes(`\`${name}\``)) faults.push(`docs/dependencies.md: no reason is given for ${name}`)
}
for (const each of faults) process.stderr.write(`${each}\n`)
process.stdout.write(`names: ${faults.length} faults\n`)
process.exitCode = faults.length === 0 ? 0 : 1
