import { faultsOf, sentences } from './direction/sentences.ts'
import { circlesOf, importsOf } from './direction/imports.ts'
import { sourceFiles } from './source-files.ts'

// Checks the dependency sentences over every source file, and that no circle exists outside of tests.
const graph = new Map<string, string[]>()
let failed = 0
for (const { file, text } of sourceFiles()) {
  const targets = importsOf(file, text)
  graph.set(file, targets)
  for (const target of targets) {
    for (const fault of faultsOf(file, target)) {
      failed += 1
      process.stderr.write(`${fault.file} imports ${fault.target}: ${sentences.find((each) => each.name === fault.sentence)?.says ?? fault.sentence} [${fault.sentence}]\n`)
    }
  }
}
for (const circle of circlesOf(graph)) {
  failed += 1
  process.stderr.write(`circle: ${circle.join(' → ')}\n`)
}
process.stdout.write(`direction: ${graph.size} files, ${sentences.length + 1} sentences, ${failed} faults\n`)
process.exitCode = failed === 0 ? 0 : 1
