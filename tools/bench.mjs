// npm run bench -- NAME [--json] […]: runs bench/NAME.ts on the pinned Node; without a name, lists what there is.
// A benchmark is a file of bench/ whose first line is '// bench: what it measures'.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'

const root = join(import.meta.dirname, '..')
const folder = join(root, 'bench')
const benchmarks = new Map(
  readdirSync(folder)
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .sort()
    .flatMap((file) => {
      const [first = ''] = readFileSync(join(folder, file), 'utf8').split('\n', 1)
      return first.startsWith('// bench: ') ? [[file.slice(0, -3), first.slice('// bench: '.length)]] : []
    }),
)
const list = () => [...benchmarks].map(([name, about]) => `  ${name.padEnd(12)} ${about}\n`).join('')

const [name, ...rest] = process.argv.slice(2)
if (name === undefined || name === '--help') {
  process.stdout.write(`npm run bench -- NAME [--json]\n${list()}`)
} else if (!benchmarks.has(name)) {
  process.stderr.write(`There is no benchmark '${name}'. There are:\n${list()}`)
  process.exitCode = 2
} else {
  const pinned = join(root, 'node_modules', '.bin', 'node')
  if (!existsSync(pinned)) {
    process.stderr.write('The pinned Node is not installed. Run npm ci first.\n')
    process.exitCode = 2
  } else {
    // Modules bring pages written with tags, which Node does not read by itself.
    const done = spawnSync(pinned, ['--import', join(folder, 'matters', 'tsx.ts'), join(folder, `${name}.ts`), ...rest], { cwd: root, stdio: 'inherit' })
    process.exitCode = done.status ?? 1
  }
}
