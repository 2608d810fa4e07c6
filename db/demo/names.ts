import type { Seeded } from '../../kernel/random.ts'

// Surnames and given names are common characters put together by chance; no list of real persons stands behind them.
const surnames = Array.from('王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段漕钱汤尹黎易常武乔贺赖龚文')
const given = Array.from('安宁远清和思明嘉文书雨晨晓云帆景行知秋若川书墨子衿沐言予墨一诺亦凡怀瑾南星北辰念慈采薇半夏青黛紫苏白芷竹溪望舒扶摇听澜观澜致远长风初晴映雪寒松石泉')

/** A name of two or three characters. */
export const inventName = (random: Seeded): string => random.pick(surnames) + random.pick(given) + (random.int(0, 9) < 7 ? random.pick(given) : '')

export const titlesOf = {
  doctor: ['住院医师', '主治医师', '副主任医师', '主任医师'],
  nurse: ['护士', '护师', '主管护师', '副主任护师'],
  pharmacist: ['药师', '主管药师', '副主任药师'],
  other: ['科员', '主管技师', '技师', '助理馆员'],
} as const
