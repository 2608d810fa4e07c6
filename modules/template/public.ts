export { keepVersions } from './commands.ts'
export { templateCatalog } from './catalog.ts'
