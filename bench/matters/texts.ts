import type { Seeded } from '../../kernel/random.ts'

/** What people write, put together from pieces: common words are in every tenth letter, rare ones in one of thousands. */
const whens = ['昨天上午', '上周三', '三月初', '今天一早', '节假日期间', '前天夜里', '这个月以来', '住院期间', '复诊的时候', '出院当天']
const wheres = ['门诊大厅', '收费窗口', '急诊抢救室', '药房取药处', '住院部三楼', '检验科', '放射科登记台', '儿科候诊区', '产科病区', '挂号自助机旁', '停车场入口', '体检中心', '发热门诊', '口腔科', '康复科', '透析室']
const whats = [
  '排队等了三个多小时没有人解释', '多收了一次检查费', '医生态度生硬不愿意听完', '用药前没有说明副作用', '叫号顺序混乱，后来的先看', '报告单拿错了别人的', '厕所长时间没有打扫', '病房夜里太吵没有人管', '退费手续来回跑了四趟',
  '医保没有按规定报销', '护士换药动作粗暴', '预约的号到了却说停诊', '轮椅坏了没有可以换的', '饭菜是凉的', '检查结果没有告诉家属', '隐私被旁人听到', '转诊手续没有衔接好', '电梯坏了老人上不去', '指示牌看不清走错了楼', '担架在走廊里等了很久',
]
const wants = ['希望尽快给个说法', '请核实后退还费用', '请有关科室道歉', '建议增加窗口', '建议改进流程', '希望以后不要再发生', '请回电话说明情况', '请公开处理结果', '希望对当班人员教育', '建议设置休息座椅']
/** Each stands in one letter of a few thousand. */
const seldom = ['犬伤疫苗', '氧气接口', '胶片遗失', '义齿尺寸', '陪护床铺', '输液泵报警', '雾化面罩', '石膏拆除', '助听器调试', '母乳储存', '骨灰寄存', '轮候名单', '血站献血', '腕带错印', '标本破损', '救护车费']
const families = '赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜'

export type Letter = { readonly title: string; readonly body: string; readonly place: string }

export function letterOf(draw: Seeded): Letter {
  const [when, where, what] = [draw.pick(whens), draw.pick(wheres), draw.pick(whats)]
  const rare = draw.int(1, 200) === 1 ? `另外还有${draw.pick(seldom)}的问题。` : ''
  const person = `${draw.pick([...families])}某${draw.pick([...families])}`
  return { title: what.slice(0, 20), place: where, body: `${when}在${where}，${what}。我是${person}的家属，去过${draw.int(1, 9)}次，第${draw.int(100, 99_999)}号。${draw.pick(whats)}。${rare}${draw.pick(wants)}。` }
}

/** What is looked for: words of every letter's kind, common ones, and rare ones. */
export const sought = {
  common: ['排队', '态度', '费用', '家属', '门诊大厅', '医保'],
  usual: ['电梯坏了', '报告单', '轮椅', '儿科候诊区', '退费手续', '透析室'],
  seldom,
  none: ['飞机晚点', '火星探测'],
} as const
