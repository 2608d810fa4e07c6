const body = '(?:医疗卫生机构|医疗卫生健康单位|医疗卫生单位|医疗机构|卫生院|卫生服务中心|医院|单位|科室|部门|中心|卫生健康委(?:员会)?|卫健委|卫健局|卫生健康局|委|局|地|校|股|科(?![学技研普教])|院办|急救站|卫生室|办公室|领导小组|专班|机构|人民政府|各(?:县|市|区|旗|州|乡镇|街道)(?:（[市区县旗]）)?)'
const acts = '要|应|须|将|必须|负责|建立|成立|制定|每|于|按|在|对|均|全部|不得|可|定期|可以|确保|落实|开展|组织|结合|坚持|设立|设置|组建|，|由|自\\d|\\d{1,2}月'
const collective = new RegExp(`^((?:全?[县市区旗州省镇]|各|两所|所有|有关|相关|二级|三级|基层|公立|民营|以上|级|类|乡镇|社区|区属|市属|县属|、|和|及|[\\u4e00-\\u9fff]){0,24}?${body}(?:(?:和|及|、)(?:各)?[\\u4e00-\\u9fff]{2,16}?${body})?)(?=${acts})`)
const person = /^((?:主要负责同志|主要负责人|党委书记|院长|分管领导|一把手|主治医师|[^，。；、的对]{0,6}人员|医生|护士|药师|各科主任|科主任)(?:、(?:院长|书记))?)(?=要|应|须|必须|负责|是|每|对|在|，|向)/
/** A verb at the head, or within, makes it the object of an order (合理布局单位，…) and no subject; names of places and bodies stay (应县…, 向阳区…, 组织部). */
const ordering = /^(?:要|应(?![县城])|须|对|向(?!阳)|为|由|在|从|以|按|将(?!乐)|把|与|经(?![开济])|不|可|支持|鼓励|引导|督促|指导|合理|改进|改善|加强|强化|完善|推进|推动|推行|优化|开展|成立|建立|设立|设置|组建|健全|落实|实施|实行|制定|规范|严格|提高|提升|坚持|发挥|依托|加快|扩大|做好|通过|围绕|明确|确保|充分|进一步|积极|全面|切实|建设(?![局街])|打造|畅通|公布|公开|配备|增设|选派|抽调|邀请|动员|组织(?!部))|坚持|以病人为|以患者为|成立|建立|设置|设立|组建/

/** Rule RT-31: the subject is printed at the head of a sentence, carried from the sentence before, or inferred to be whom the plan addresses. */
export function subjectOf(sentence: string): string | null {
  const plain = sentence
    .replaceAll(/\s/g, '')
    .replace(/^(?:一是|二是|三是|四是|五是|六是|同时|此外|另外)[，、]?/, '')
    .replace(/^(?:请|\d{1,2}月(?:\d{1,2}[日号]|底|末)?前，)/, '')
  const found = person.exec(plain)?.[1] ?? collective.exec(plain)?.[1] ?? null
  return found === null || ordering.test(found) ? null : found
}

export const addressed = '各单位'
