#!/usr/bin/env node
// The command line: npx huiyin plan read FILE, npx huiyin backup DIR, …
import process from 'node:process'
import { run } from './run.mjs'

await run('huiyin.js', process.argv.slice(2), { quiet: true })
