import { uuidv7 } from '../../kernel/ids.ts'
import { seeded, type Seeded } from '../../kernel/random.ts'
import type { DepartmentKind, InstitutionKind, InstitutionLevel } from '../../modules/directory/rules/kinds.ts'

/** The bodies of the benchmark: drawn from a seed, so that a worker makes the same ones without being told. */
export type BenchBody = {
  readonly id: string
  readonly regionCode: string
  readonly name: string
  readonly kind: InstitutionKind
  readonly level: InstitutionLevel
  /** How much is entered here, compared with a clinic of two rooms. */
  readonly size: number
  readonly departments: readonly { readonly id: string; readonly name: string; readonly kind: DepartmentKind }[]
  readonly staff: readonly { readonly id: string; readonly name: string }[]
  /** Who enters and looks here. */
  readonly clerk: { readonly accountId: string; readonly name: string }
}

export type BenchBodies = { readonly counties: readonly string[]; readonly city: BenchBody; readonly county: BenchBody; readonly institutions: readonly BenchBody[] }

export const cityPrefix = '9901'
const counties = Array.from({ length: 8 }, (_, at) => `9901${21 + at}`)

type Shape = { readonly kind: InstitutionKind; readonly level: InstitutionLevel; readonly share: number; readonly size: number; readonly departments: number; readonly staff: number }
/** Of 500 bodies; sizes are entries compared with a clinic. */
const shapes: readonly Shape[] = [
  { kind: 'general', level: 'two', share: 16, size: 30, departments: 24, staff: 120 },
  { kind: 'traditional', level: 'two', share: 8, size: 20, departments: 16, staff: 80 },
  { kind: 'maternal_child', level: 'two', share: 8, size: 20, departments: 14, staff: 80 },
  { kind: 'specialist', level: 'two', share: 8, size: 12, departments: 10, staff: 50 },
  { kind: 'township', level: 'primary', share: 160, size: 7, departments: 7, staff: 25 },
  { kind: 'community', level: 'primary', share: 60, size: 6, departments: 6, staff: 20 },
  { kind: 'clinic', level: 'none', share: 200, size: 1, departments: 2, staff: 5 },
  { kind: 'other', level: 'none', share: 40, size: 1.2, departments: 2, staff: 8 },
]
const kindsInTurn: readonly DepartmentKind[] = ['clinical', 'clinical', 'nursing', 'clinical', 'technical', 'clinical', 'pharmacy', 'office']
const rooms: Readonly<Record<DepartmentKind, string>> = { clinical: '内科', technical: '检验科', pharmacy: '药剂科', nursing: '病区', office: '办公室' }
const families = ['赵', '钱', '孙', '李', '周', '吴', '郑', '王', '冯', '陈', '欧阳', '上官']
const given = ['建国', '秀英', '海燕', '志强', '丽', '敏', '晓东', '玉兰', '文博', '静怡']

/** Ids of a seed, all before the first entry. */
export function idsFrom(draw: Seeded, from = Date.parse('2023-01-01T00:00:00Z')): () => string {
  let at = from
  return () => uuidv7((at += 1), Uint8Array.from({ length: 10 }, () => draw.int(0, 255)))
}

export function benchBodies(count: number): BenchBodies {
  const draw = seeded('registers: bodies')
  const newId = idsFrom(draw)
  const body = (name: string, regionCode: string, shape: Omit<Shape, 'share'>): BenchBody => ({
    id: newId(), regionCode, name, kind: shape.kind, level: shape.level, size: shape.size,
    departments: Array.from({ length: shape.departments }, (_, at) => {
      const kind = kindsInTurn[at % kindsInTurn.length] ?? 'clinical'
      return { id: newId(), name: `${rooms[kind]}${at + 1}`, kind }
    }),
    staff: Array.from({ length: shape.staff }, () => ({ id: newId(), name: `${draw.pick(families)}${draw.pick(given)}` })),
    clerk: { accountId: newId(), name: '经办人' },
  })
  const whole = shapes.reduce((sum, shape) => sum + shape.share, 0)
  const institutions = shapes.flatMap((shape) => Array.from({ length: Math.max(1, Math.round((shape.share * count) / whole)) }, (_, at) => body(`第${at + 1}${shape.kind}`, counties[at % counties.length] ?? '990121', shape)))
  const office = { kind: 'commission', level: 'none', size: 0, departments: 1, staff: 5 } as const
  return { counties, city: body('市卫生健康委', '990100', office), county: body('县卫生健康局', counties[0] ?? '990121', office), institutions }
}
