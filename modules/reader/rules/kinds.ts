import type { DutyKind, Target } from './model.ts'

export const reporting = /上报|报送|报告|填报|汇总|抄送|报备|备案|呈报|送交|报(?:至|给|送|县|市|区|旗|省|局|委|州|我委|我局)|上交|提交|报[^名警销价刊道废考酬]{1,14}(?:股|科|处|委|局|办|办公室|中心)/
const publishing = /公示|公开|公布|发布|通报|张贴|上墙|向社会/
const registering = /台账|台帐|档案|登记|记录|签订|培训|教育|演练|考核|考试|巡查|查房|走访|座谈|宣讲|讲座|宣传|回访|随访|点评|检查|评比|报道|体验|开展|组织|召开|举办|例会|调度|督导|刊发|推送/
const settling = /(?:投诉|举报|信访|问题|事项|诉求|意见|工单|申请)[^。；]{0,24}(?:办结|答复|反馈|处理|回复|处置|整改|销号|解决|办理|受理|回应)|(?:答复|反馈|办结|回复)[^。；]{0,10}(?:投诉|患者|群众|来电|诉求)/
const serving = /(?:提供|开通|设立|设置|开设|推行|推出|实行|支持|开放|增设|配备|实现)[^。；]{0,30}(?:服务|窗口|通道|渠道|预约|结算|支付|缴费|中心|平台|号源|查询|导航|导诊|门诊|办理|电话|设施|轮椅|休息区|优先)/
const share = /率|占比|比例|覆盖|满意度|比重|时间|时长|费用|强度|次均|平均/

/** Rule RT-32: one of the seven kinds, from what is asked for; a deadline or rhythm with a reporting verb is a report. */
export function kindOf(sentence: string, given: { dated: boolean; rhythmic: boolean; target: Target | null }): DutyKind {
  const words = sentence.replaceAll(/\s/g, '')
  if ((given.dated || given.rhythmic) && reporting.test(words) && !/公示|向社会公布/.test(words)) return 'report'
  if (settling.test(words)) return 'settle'
  if (publishing.test(words)) return 'publish'
  if (given.target !== null && (given.target.unit === '%' || given.target.unit === '‰' || share.test(given.target.metric))) return 'measure'
  if (given.rhythmic && registering.test(words)) return 'record'
  if (given.target !== null && given.target.unit !== '') return /次|篇|场|期|人次|条|份|张|例|名|学时/.test(given.target.unit) ? 'record' : 'measure'
  if (/台账|台帐|档案|一人一档|登记/.test(words) && !given.dated) return 'record'
  if (given.rhythmic) return 'record'
  if (!given.dated && serving.test(words)) return 'service'
  return 'task'
}

const product = /(?:具体)?实施方案|工作方案|活动方案|整治方案|整改方案|行动方案|问题清单|任务清单|责任清单|整改清单|清单|工作台[账帐]|整改台[账帐]|问题台[账帐]|自查整改台[账帐]|台[账帐]|周报表|月报表|季报表|报表|统计表|情况表|汇总表|进展情况表|小结|工作总结报告|工作总结|总结报告|总结|书面报告|自查报告|整改报告|自查整改情况报告|情况报告|评估报告|分析报告|报告|承诺书|《?医德医风档案》?|医德档案|档案|佐证材料|典型案例|典型事例|名单|信息|简报|工作进展|影像资料/g

/** Rule RT-33: what has to be handed over or kept, in the order of the text, each once; a longer name swallows a shorter one. */
export function productsOf(sentence: string): string[] {
  const words = sentence.replaceAll(/\s/g, '')
  const quoted = [...words.matchAll(/(?:填写|填报|上报|报送|附件\d?)[^，。；《]{0,8}《([^》]{2,30})》/g)].map((match) => match[1] ?? '')
  const found = [...quoted, ...[...words.matchAll(product)].map((match) => match[0])].filter((name) => name !== '报告' || /书面|形成报告|提交报告|报告报|上报/.test(words))
  return [...new Set(found)].filter((name, _at, all) => !all.some((other) => other !== name && other.includes(name)))
}

const receiver = /(?:上报至?|报送至?给?|报至|报给|报备至?|呈报|抄送|上交至?|提交至?|送交?至?|交|(?<![周月季日举填申])报(?![告表道销名]))((?:[县市区旗省州]|我|局|委|旗|国家)?[^，。；、：（《\d]{0,18}?(?:股|科(?!室)|处(?!理|方|置)|室|卫生健康委(?:员会)?|卫健委|卫健局|卫生健康局|办公室|领导小组|中心|专班|政府|指挥部|我委|我局))(?=汇总|备案|审核|备查|审批|存档|登记|邮箱|[，。；、）)]|$)/

/** Rule RT-34: who receives it: the body behind the reporting verb. */
export const receiverOf = (sentence: string): string | null => receiver.exec(sentence.replaceAll(/\s/g, ''))?.[1] ?? null
