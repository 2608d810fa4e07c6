type Operation = { summary?: string; description?: string; parameters?: { name: string; in: string; required?: boolean; schema: unknown }[]; requestBody?: { content: Record<string, { schema: unknown }> }; responses: Record<string, { content?: Record<string, { schema: unknown }> }> }
type Description = { info: { title: string; version: string; description: string }; paths: Record<string, Record<string, Operation>> }

const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
const anchor = (method: string, path: string) => `${method}-${path.replaceAll(/[^A-Za-z0-9]+/g, '-')}`
const schema = (value: unknown) => `<pre tabindex="0">${escape(JSON.stringify(value, null, 2))}</pre>`

const style = `:root{color-scheme:light dark}body{font:16px/1.6 system-ui,sans-serif;max-width:60rem;margin:0 auto;padding:1rem}
h2{margin-top:2.5rem}code,pre{font:14px/1.5 ui-monospace,monospace}pre{overflow:auto;padding:.75rem;border:1px solid;border-radius:.4rem}
details{border-top:1px solid;padding:.6rem 0}summary{cursor:pointer}.m{display:inline-block;min-width:4.5rem;font-weight:700}table{border-collapse:collapse}td,th{text-align:left;padding:.2rem .8rem .2rem 0}`

/** The browsable reference: plain HTML made from the OpenAPI description, no script. */
export function referencePage(description: Description): string {
  const groups = new Map<string, string[]>()
  for (const [path, operations] of Object.entries(description.paths)) {
    for (const [method, operation] of Object.entries(operations)) {
      const group = path.split('/')[2] ?? ''
      const parameters = (operation.parameters ?? []).map((each) => `<tr><td><code>${escape(each.name)}</code></td><td>${each.in}</td><td>${each.required === true ? 'required' : ''}</td></tr>`).join('')
      const body = Object.entries(operation.requestBody?.content ?? {}).map(([type, each]) => `<h4>Body (${escape(type)})</h4>${schema(each.schema)}`).join('')
      const reply = Object.entries(operation.responses['200']?.content ?? {}).map(([type, each]) => `<h4>Reply (${escape(type)})</h4>${schema(each.schema)}`).join('')
      const entry = `<details id="${anchor(method, path)}"><summary><span class="m">${method.toUpperCase()}</span> <code>${escape(path)}</code> ${escape(operation.summary ?? '')}</summary>
<p>${escape(operation.description ?? '')}</p>${parameters === '' ? '' : `<table><thead><tr><th>Name</th><th>In</th><th></th></tr></thead><tbody>${parameters}</tbody></table>`}${body}${reply}</details>`
      groups.set(group, [...(groups.get(group) ?? []), entry])
    }
  }
  const sections = [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, entries]) => `<section><h2>${escape(name)}</h2>${entries.join('')}</section>`)
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${escape(description.info.title)} API</title><style>${style}</style></head>
<body><main><h1>${escape(description.info.title)} API ${escape(description.info.version)}</h1><p>${escape(description.info.description)} Machine-readable: <a href="/openapi.json">/openapi.json</a>.</p>${sections.join('')}</main></body></html>`
}
