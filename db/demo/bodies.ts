/** The bodies of the demonstration county: fictional places under the unassigned code 99. */
export type DemoBody = {
  readonly key: string
  readonly name: string
  readonly shortName: string
  readonly kind: 'commission' | 'general' | 'traditional' | 'maternal_child' | 'township' | 'community'
  readonly level: 'none' | 'primary' | 'two'
  readonly ownership: 'public' | 'private'
  readonly beds: number
  readonly staff: number
  readonly departments: readonly string[]
  readonly address: string
}

export const demoRegions = [
  { code: '990000', name: '示例省', parentCode: null, level: 'province' },
  { code: '990100', name: '青禾市', parentCode: '990000', level: 'city' },
  { code: '990121', name: '云溪县', parentCode: '990100', level: 'county' },
] as const

export const demoCounty = '990121'

const hospital = { level: 'two', ownership: 'public' } as const
const primary = (key: string, name: string, kind: 'township' | 'community', staff: number): DemoBody => ({
  key,
  name: `云溪县${name}`,
  shortName: name,
  kind,
  level: 'primary',
  ownership: 'public',
  beds: kind === 'township' ? 40 : 0,
  staff,
  departments: kind === 'township' ? ['全科门诊', '公共卫生科', '药房'] : ['全科诊室', '预防保健科', '药房'],
  address: `云溪县${name.slice(0, 2)}`,
})

export const demoBodies: readonly DemoBody[] = [
  { key: 'commission', name: '云溪县卫生健康委员会', shortName: '县卫生健康委', kind: 'commission', level: 'none', ownership: 'public', beds: 0, staff: 18, departments: ['办公室', '医政股', '基层卫生股', '政策法规股', '疾病预防控制股'], address: '云溪县清水路1号' },
  {
    key: 'renmin', name: '云溪县人民医院', shortName: '县人民医院', kind: 'general', ...hospital, beds: 620, staff: 262,
    departments: ['院办公室', '医务科', '护理部', '门诊部', '急诊科', '呼吸内科', '心血管内科', '神经内科', '普通外科', '骨科', '妇产科', '儿科', '眼耳鼻喉科', '重症医学科', '检验科', '医学影像科', '药剂科', '患者服务中心'],
    address: '云溪县健康大道88号',
  },
  {
    key: 'zhongyi', name: '云溪县中医院', shortName: '县中医院', kind: 'traditional', ...hospital, beds: 380, staff: 150,
    departments: ['院办公室', '医务科', '护理部', '门诊部', '针灸推拿科', '脾胃病科', '肺病科', '骨伤科', '治未病科', '康复科', '检验科', '放射科', '中药房', '患者服务中心'],
    address: '云溪县杏林路16号',
  },
  {
    key: 'fuyou', name: '云溪县妇幼保健院', shortName: '县妇幼保健院', kind: 'maternal_child', ...hospital, beds: 220, staff: 100,
    departments: ['院办公室', '医务科', '护理部', '妇科', '产科', '新生儿科', '儿童保健科', '妇女保健科', '检验科', '药剂科', '便民服务中心'],
    address: '云溪县春晖路5号',
  },
  {
    key: 'renhe', name: '云溪仁和医院', shortName: '仁和医院', kind: 'general', level: 'two', ownership: 'private', beds: 160, staff: 80,
    departments: ['院长办公室', '医务科', '护理部', '内科', '外科', '妇产科', '口腔科', '检验科', '药房', '客户服务部'],
    address: '云溪县建设路210号',
  },
  primary('qingshi', '青石镇中心卫生院', 'township', 22),
  primary('wutong', '梧桐乡卫生院', 'township', 14),
  primary('liuhe', '柳河镇卫生院', 'township', 17),
  primary('baima', '白马镇卫生院', 'township', 16),
  primary('songling', '松岭乡卫生院', 'township', 12),
  primary('taoyuan', '桃源镇中心卫生院', 'township', 21),
  primary('shiqiao', '石桥乡卫生院', 'township', 13),
  primary('longtan', '龙潭镇卫生院', 'township', 15),
  primary('nanshan', '南山乡卫生院', 'township', 12),
  primary('chengdong', '城东社区卫生服务中心', 'community', 17),
  primary('chengxi', '城西社区卫生服务中心', 'community', 16),
  primary('binhe', '滨河社区卫生服务中心', 'community', 15),
]
