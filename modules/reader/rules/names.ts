import { fold, isHan } from './lines.ts'
import type { Member } from './model.ts'

/** Reads one row of a roster: name, gap, position, in the orders and forms in which offices print them. */

const surnames = new Set(
  '赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫经房裘缪干解应宗丁宣邓郁单杭洪包诸左石崔吉钮龚程嵇邢裴陆荣翁荀羊惠甄曲家封芮储靳井段富巫乌焦巴弓牧山谷车侯全班仰秋仲伊宁仇栾厉祖武符刘景詹束龙叶司黎薄印白蒲邰从鄂索赖卓屠蒙池乔阴胥苍闻党翟谭姬申扶冉宰郦雍桑桂牛寿通边燕冀郏尚农温别庄晏柴瞿阎充慕连茹习艾鱼容向古易廖终居衡步耿满弘匡国文东殴沃利蔚越隆师巩聂晁勾敖冷辛那简饶曾沙养鞠须丰巢关查后红游权逯盖益桓公肖代付岳覃佟幺尧海商佘苑邸仝闫亓',
)

const positionEnd =
  /(?:书记|主任|局长|处长|科长|股长|院长|部长|委员|所长|站长|队长|组长|校长|干事|调研员|科员|主管|负责人|负责同志|领导|会长|经理|护士长|医师|药师|专员|秘书|常委|县长|市长|区长|旗长|镇长|乡长|主席|总监|司长|厅长|师长|政委|班长|巡视员|秘书长|工作人员|干部|人员|代表|厂长|园长|馆长|庭长|检察长|理事|医生|教授|主任科员|四级主任科员|总会计师|总工程师|党组成员|成员)(?:（[^）]*）)?$/
const unitWords = /[局委厅科室院处股部组]|中心|单位|部门|办公|政府|卫健|医疗|公司|街道|镇|乡|大队|总队/

/** 2 to 8 Han characters, no position and no unit: three-syllable and Mongolian names included. */
export function looksLikeName(text: string): boolean {
  const plain = text.replace(/（[^）]*）$/, '')
  if (/^[A-ZXx×某*]{2,4}$|^[\u4e00-\u9fff][某×xX*]{1,2}$/.test(plain)) return true
  if (!/^[\u3400-\u9fff·•]{2,10}$/.test(plain) || positionEnd.test(plain)) return false
  if (plain.length <= 3) return surnames.has(plain.charAt(0)) || !unitWords.test(plain)
  if (plain.length === 4 && surnames.has(plain.charAt(0)) && !unitWords.test(plain.slice(1))) return true
  return !unitWords.test(plain)
}

/** Rule RD-18: single characters parted by a blank are one padded name (常  某), never two people. */
export function mergePadded(tokens: readonly string[]): string[] {
  const merged: string[] = []
  for (let i = 0; i < tokens.length; i += 1) {
    const [one, two, three] = [tokens[i] ?? '', tokens[i + 1] ?? '', tokens[i + 2] ?? '']
    if (isSingle(one) && isSingle(two)) {
      const long = isSingle(three) && tokens.length > i + 3 && !isSingle(tokens[i + 3] ?? '')
      merged.push(long ? one + two + three : one + two)
      i += long ? 2 : 1
    } else merged.push(one)
  }
  return merged
}

const isSingle = (token: string): boolean => token.length === 1 && isHan(token)

/** Rule RD-18: the people of one row. Empty if the row names neither a person nor a unit. */
export function membersOf(role: string, row: string): Member[] {
  const text = row.replace(/[。；;，,]+\s*$/, '').trim()
  if (text === '') return []
  const tokens = mergePadded(text.split(/[ \t]+/).filter((token) => token !== ''))
  const [first = '', ...others] = tokens
  if (others.length > 0 && !/[、，；]/.test(fold(first))) {
    if (tokens.every(looksLikeName)) return tokens.map((name) => person(role, name, ''))
    const last = tokens.at(-1) ?? ''
    if (looksLikeName(first)) return [person(role, first, others.join(' '))]
    if (looksLikeName(last) && positionEnd.test(tokens.slice(0, -1).join(''))) return [person(role, last, tokens.slice(0, -1).join(''))]
  }
  const pieces = splitOutside(text.replace(/[ \t]+/g, ' '))
  const read = pieces.map((piece) => one(role, piece))
  if (read.every((member) => member !== null)) return read
  return [{ role, name: '', post: text.replace(/[ \t]+/g, ' ') }]
}

/** '张某（局长）', '局长张某', '张某'. */
function one(role: string, piece: string): Member | null {
  const bracket = /^([^（(]{2,10})[（(](.+)[）)]$/.exec(piece)
  if (bracket !== null && looksLikeName(squash(bracket[1] ?? ''))) return person(role, squash(bracket[1] ?? ''), bracket[2] ?? '')
  const tokens = mergePadded(piece.split(' ').filter((token) => token !== ''))
  const [first = '', ...others] = tokens
  if (looksLikeName(first)) return person(role, first, others.join(' '))
  const glued = /^(.*(?:书记|主任|局长|处长|科长|股长|院长|部长|所长|站长|队长|校长|会长|县长|市长|区长|旗长|调研员))([\u4e00-\u9fff]{2,3})(?:同志)?$/.exec(squash(piece))
  if (glued !== null && surnames.has((glued[2] ?? '').charAt(0)) && looksLikeName(glued[2] ?? '')) return person(role, glued[2] ?? '', glued[1] ?? '')
  return null
}

export const gluedPerson = (role: string, text: string): Member => one(role, text.trim()) ?? { role, name: '', post: text.trim() }

const squash = (text: string): string => text.replace(/ /g, '')

function splitOutside(text: string): string[] {
  const pieces: string[] = []
  let depth = 0
  let current = ''
  for (const character of text) {
    if ('（('.includes(character)) depth += 1
    if ('）)'.includes(character)) depth -= 1
    if (depth <= 0 && '、，,；;'.includes(character)) {
      pieces.push(current.trim())
      current = ''
    } else current += character
  }
  return [...pieces, current.trim()].filter((piece) => piece !== '')
}

function person(role: string, name: string, post: string): Member {
  const note = /^(.+?)（[^）]*）$/.exec(fold(name))
  return { role, name: note === null ? name : name.slice(0, (note[1] ?? name).length), post: squash(post) }
}

/** A row without a label: a name, a gap and a position, or nothing but names. */
export function isRosterRow(raw: string): boolean {
  const folded = fold(raw.replace(/\t/g, ' ')).trim()
  if (folded === '' || folded.length > 70 || /[。；：！？]/.test(folded)) return false
  const tokens = mergePadded(folded.split(/ +/))
  const [first = '', ...others] = tokens
  if (!looksLikeName(first)) return others.length === 1 && looksLikeName(others[0] ?? '') && positionEnd.test(first)
  if (others.length === 0) return first.length <= 4 && surnames.has(first.charAt(0))
  return positionEnd.test(folded) || unitWords.test(others.join('')) || tokens.every(looksLikeName)
}
