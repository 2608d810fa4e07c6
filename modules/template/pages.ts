import type { Pages } from '../../server/platform/pages.ts'
import { templateCatalog } from './catalog.ts'
import { templatePage, templatesPage } from './portal/template-pages.tsx'
import { findTemplate, templatesNow } from './questions.ts'
import { rowOf, templateView } from './views.ts'

/** What the plans of the field order and what the system does for it, for anyone to read. */
export function templatePages(pages: Pages): void {
  pages.get('/templates', async ({ read, session, elder, platform }) => {
    const rows = (await templatesNow(read)).map(({ definition, version }) => rowOf(definition, version, templateCatalog().live))
    return { html: templatesPage({ title: '方案条款与系统支持', elder, name: session.actor.kind === 'citizen' ? '我的' : null, demo: platform.demo, path: '/templates' }, rows) }
  })
  pages.get('/templates/:templateId', async ({ read, session, elder, params, platform }) => {
    const { definition, version } = await findTemplate(read, params['templateId'] ?? '')
    const frame = { title: definition.name.zh, elder, name: session.actor.kind === 'citizen' ? '我的' : null, demo: platform.demo, path: `/templates/${definition.id}` }
    return { html: templatePage(frame, templateView(definition, version, templateCatalog())) }
  })
}
