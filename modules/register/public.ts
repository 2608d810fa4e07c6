export { prepareRegisters } from './commands/prepare.ts'
export { countRecords, hasOpenRegister, hasRegister, listFactLines, publishedAt, registerFacts, registerNames } from './sources.ts'
export { listPeriodFiles } from './store/files.ts'
