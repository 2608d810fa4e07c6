import { globSync, readFileSync } from 'node:fs'
import { sourceFiles } from './source-files.ts'

// A rule number stands in docs/rules, in a comment of the code and in a test title; this checks that the three agree.
const number = /\b(?:AC|AP|AU|BK|BRD|BU|CAL|CH|CON|CP|IN|DIR|DL|DR|DW|EL|EV|EX|FH|FI|GR|ID|ME|MT|NT|PL|PY|PH|PO|PR|QU|RD|REC|RG|RP|RT|RV|SC|ST|SV|TG|TP|TX|XM|AD)-\d+\b/g
const collect = (texts: Iterable<string>) => new Set([...texts].flatMap((text) => text.match(number) ?? []))

const stated = collect(globSync('docs/rules/*.md').map((file) => readFileSync(file, 'utf8')))
const sources = sourceFiles()
const inCode = collect(sources.filter(({ file }) => !/\.test\.tsx?$/.test(file) && !file.startsWith('tools/')).map(({ text }) => text))
const inTests = collect(sources.filter(({ file }) => /\.test\.tsx?$/.test(file)).map(({ text }) => text))

const faults: string[] = []
for (const rule of stated) {
  if (!inCode.has(rule)) faults.push(`${rule} stands in docs/rules but in no code comment`)
  if (!inTests.has(rule)) faults.push(`${rule} stands in docs/rules but in no test`)
}
for (const rule of inCode) if (!stated.has(rule)) faults.push(`${rule} stands in code but not in docs/rules`)
for (const rule of inTests) if (!stated.has(rule)) faults.push(`${rule} stands in a test but not in docs/rules`)

for (const each of faults.sort()) process.stderr.write(`${each}\n`)
process.stdout.write(`rules: ${stated.size} numbered rules, ${faults.length} faults\n`)
process.exitCode = faults.length === 0 ? 0 : 1
