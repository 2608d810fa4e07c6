import type { App } from '../../server/platform/app.ts'
import { templateCatalog } from './catalog.ts'
import { makeDraft } from './commands.ts'
import { templateContract } from './contract.ts'
import { findTemplate, templatesNow } from './questions.ts'
import { rowOf, templateView } from './views.ts'

export function templateRoutes(app: App): void {
  app.query(templateContract.listTemplates, async ({ read }) => ({ rows: (await templatesNow(read)).map(({ definition, version }) => rowOf(definition, version, templateCatalog().live)) }))
  app.query(templateContract.loadTemplate, async ({ read, params }) => {
    const { definition, version } = await findTemplate(read, params.templateId)
    return templateView(definition, version, templateCatalog())
  })
  app.command(templateContract.makeDraft, async ({ params, body, ...act }) => ({ draftId: await makeDraft(act, { ...params, ...body }) }))
}
