// npm run coverage [-- --json]: how much of what the five plans order the system carries, by the proofs of catalog/live.yaml.
import { globSync, readFileSync } from 'node:fs'
import process from 'node:process'
import { readTemplates } from '../modules/template/catalog.ts'
import { coverageOf } from '../modules/template/rules/coverage.ts'
import { CatalogError } from '../server/platform/catalog.ts'

/** The journeys whose file is not there prove nothing; so does a journey that never reads the list or names what it proves. */
function unproved(proofs: readonly { readonly name: string; readonly proof: string }[]): string[] {
  const journeys = new Map(globSync('e2e/*.test.ts').map((file) => [file, readFileSync(file, 'utf8')]))
  return proofs.filter(({ name, proof }) => {
    const text = journeys.get(proof)
    return text === undefined || !(text.includes('liveNames(') || text.includes(name))
  }).map(({ name, proof }) => `${name}: ${proof} does not drive it`)
}

function main(): number {
  const { templates, live, proofs } = readTemplates()
  const missing = unproved(proofs)
  if (missing.length > 0) {
    process.stderr.write(`没有证明的“已能用” live without a proof:\n${missing.map((each) => `  ${each}\n`).join('')}`)
    return 1
  }
  const plans = templates.map(({ definition }) => coverageOf(definition, live))
  if (process.argv.includes('--json')) {
    process.stdout.write(`${JSON.stringify({ plans })}\n`)
    return 0
  }
  process.stdout.write(`${'plan'.padEnd(26)}${'clauses'.padStart(8)}${'duties'.padStart(8)}${'live'.padStart(8)}${'share'.padStart(8)}   planned names\n`)
  for (const plan of plans) process.stdout.write(`${plan.id.padEnd(26)}${String(plan.clauses).padStart(8)}${String(plan.duties).padStart(8)}${String(plan.live).padStart(8)}${`${Math.floor((100 * plan.live) / plan.duties)} %`.padStart(8)}   ${plan.planned.length}\n`)
  const duties = plans.reduce((sum, plan) => sum + plan.duties, 0)
  const carried = plans.reduce((sum, plan) => sum + plan.live, 0)
  process.stdout.write(`${'all'.padEnd(26)}${String(plans.reduce((sum, plan) => sum + plan.clauses, 0)).padStart(8)}${String(duties).padStart(8)}${String(carried).padStart(8)}${`${Math.floor((100 * carried) / Math.max(1, duties))} %`.padStart(8)}\n`)
  process.stdout.write('Live: an end-to-end test drives the real module through its pages and sees the verdict change (catalog/live.yaml names it).\n')
  return 0
}

try {
  process.exitCode = main()
} catch (error) {
  if (!(error instanceof CatalogError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}
