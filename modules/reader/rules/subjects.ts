const body = '(?:医疗卫生机构|医疗卫生健康单位|医疗卫生单位|医疗机构|卫生院|卫生服务中心|医院|单位|科室|部门|中心|卫生健康委(?:员会)?|卫健委|卫健局|卫生健康局|委|局|地|校|股|办公室|领导小组|专班|机构)'
const collective = new RegExp(`^((?:全?[县市区旗州省镇]|各|两所|所有|有关|相关|二级|三级|基层|公立|民营|以上|级|类|乡镇|社区|区属|市属|县属|、|和|及|[\\u4e00-\\u9fff]){0,24}?${body}(?:(?:和|及|、)(?:各)?[\\u4e00-\\u9fff]{2,16}?${body})?)(?=要|应|须|将|必须|负责|建立|成立|制定|每|于|按|在|对|均|全部|不得|可|定期|可以|确保|落实|开展|组织|结合|，|由)`)
const person = /^((?:主要负责同志|主要负责人|党委书记|院长|分管领导|一把手|主治医师|医务人员|工作人员|全体(?:医务|工作)?人员|医生|护士|药师|导医人员|各科主任|科主任)(?:、(?:院长|书记))?)(?=要|应|须|必须|负责|是|每|对|在|，|向)/

/** Rule RT-31: the subject is printed at the head of a sentence, carried from the sentence before, or inferred to be whom the plan addresses. */
export function subjectOf(sentence: string): string | null {
  const plain = sentence.replaceAll(/\s/g, '').replace(/^(?:一是|二是|三是|四是|五是|六是|同时|此外|另外)[，、]?/, '')
  return person.exec(plain)?.[1] ?? collective.exec(plain)?.[1] ?? null
}

export const addressed = '各单位'
