export { prepareRegisters } from './commands/prepare.ts'
export { countRecords, hasOpenRegister, hasRegister, listFactLines, publishedAt, registerFacts, registerNames, type FactLine, type RecordCount, type RecordQuestion } from './sources.ts'
