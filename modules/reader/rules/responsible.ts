/** Who answers for a clause, as tags print it. */
export type Responsible = { readonly lead: readonly string[]; readonly others: readonly string[] }

const inBrackets = /[（(]([^（()）]{2,120}?(?:牵头|责任单位|责任部门|负责部门|责任科室|配合单位|负责|参与|指导|按职责)[^（()）]{0,120})[）)]/g
const ownLine = /(?:^|[\n。；])\s*(?:牵头单位|责任单位|责任部门|责任科室|牵头科室|负责部门)[：:]\s*([^\n。]{2,120})/g

const split = (names: string): string[] =>
  names
    .split(/[、，,;；和及与]|以及/)
    .map((name) => name.replace(/(?:等|分别|共同|按职责分工|具体|各自)+$/, '').replace(/^(?:由|各有关)/, '').trim())
    .filter((name) => name.length >= 2 && name.length <= 30 && !/\d/.test(name))

/** Rule RT-30: the tag's text is no part of the duty; lead and others are told apart by words or by order. */
export function readTag(words: string): Responsible {
  const lead: string[] = []
  const others: string[] = []
  for (const part of words.split(/[；;]/)) {
    const labelled = /^(牵头单位|牵头科室|牵头部门|责任单位|责任部门|责任科室|负责部门|配合单位|责任人)[：:](.+)$/.exec(part.trim())
    if (labelled !== null) {
      const names = split((labelled[2] ?? '').replace(/[，,][^，,]*(?:完成|长期|持续).*$/, ''))
      if (/配合/.test(labelled[1] ?? '') || (/责任/.test(labelled[1] ?? '') && lead.length > 0)) others.push(...names)
      else if (/牵头|负责/.test(labelled[1] ?? '')) lead.push(...names)
      else lead.push(...names)
      continue
    }
    let rest = part
    for (const match of part.matchAll(/([^，,；;]+?)(?:共同)?(牵头|负责|指导|主办)(?=[，,；;]|$)/g)) {
      const leads = match[2] === '牵头' || match[2] === '指导' || match[2] === '主办' || (lead.length === 0 && match[2] === '负责')
      ;(leads ? lead : others).push(...split(match[1] ?? ''))
      rest = rest.replace(match[0], '')
    }
    for (const match of rest.matchAll(/([^，,；;]+?)(?:配合|参与|协助|按职责分工负责)/g)) others.push(...split(match[1] ?? ''))
  }
  return { lead: [...new Set(lead)], others: [...new Set(others.filter((name) => !lead.includes(name)))] }
}

/** Takes the tags out of a clause's text; their names go to every duty of the clause. */
export function takeTags(text: string): { text: string; responsible: Responsible | null } {
  const tags: Responsible[] = []
  const without = text
    .replaceAll(inBrackets, (whole: string, words: string) => {
      const tag = readTag(words)
      if (tag.lead.length + tag.others.length === 0) return whole
      tags.push(tag)
      // A deadline inside the tag belongs to the duty: keep it where it was.
      const deadline = /[^，,；;：:]*\d[^，,；;]*(?:前|底)(?:完成|取得[^，；]*)?/.exec(words)?.[0]
      return deadline === undefined ? '' : `，${deadline.trim()}`
    })
    .replaceAll(ownLine, (_whole, words: string) => {
      tags.push(readTag(`责任单位：${words}`))
      return ''
    })
  if (tags.length === 0) return { text, responsible: null }
  return { text: without, responsible: { lead: [...new Set(tags.flatMap((tag) => tag.lead))], others: [...new Set(tags.flatMap((tag) => tag.others))] } }
}
