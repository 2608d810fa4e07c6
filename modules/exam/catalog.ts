import { RefusedError } from '../../kernel/refusal.ts'
import { readCatalog } from '../../server/platform/catalog.ts'
import { ExamDefinition } from './rules/definition.ts'

/** Rule XM-11: catalog/exams, checked; a fault in any file names file and line, and nothing is used. */
export function readExams(): ExamDefinition[] {
  const read = readCatalog('exams', ExamDefinition, (exam, file) => (file === `catalog/exams/${exam.key}.yaml` ? [] : [{ path: ['key'], reason: `the file is not called '${exam.key}.yaml'` }]))
  const keys = new Set(read.map(({ definition }) => definition.key))
  for (const { definition, file, lineOf } of read) {
    for (const [list, named] of [['after', definition.after.map((each) => each.exam)], ['before', definition.before.map((each) => each.exam)]] as const) {
      const unknown = named.findIndex((each) => each !== undefined && !keys.has(each))
      if (unknown >= 0) throw new Error(`${file}:${lineOf([list, unknown])} '${named[unknown]}' is no examination of the catalogue`)
    }
  }
  return read.map(({ definition }) => definition)
}

let catalogue: ReadonlyMap<string, ExamDefinition> | undefined

/** The examinations of this release by key, read once. */
export const exams = (): ReadonlyMap<string, ExamDefinition> => (catalogue ??= new Map(readExams().map((exam) => [exam.key, exam])))

export function loadExams(keys: readonly string[]): ExamDefinition[] {
  return keys.map((key) => {
    const exam = exams().get(key)
    if (exam === undefined) throw new RefusedError('exam.unknown', key)
    return exam
  })
}
