#!/usr/bin/env node
// The command line: npx huiyin plan read FILE, npx huiyin backup DIR, …
import { run } from './run.mjs'

run('huiyin.js', process.argv.slice(2), { quiet: true })
