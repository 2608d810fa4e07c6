import type { z } from 'zod'
import { useRead } from '../../../ui/query.ts'
import { useName } from '../../../ui/texts.ts'
import { examContract } from '../contract.ts'
import type { ExamDefinition } from '../rules/definition.ts'
import type { Names } from '../rules/say.ts'

/** The catalogue with names in the reader's language; a key without an entry stands for itself. */
export function useExams() {
  const name = useName()
  const catalog = useRead(examContract.listExams)
  const rows: readonly z.infer<typeof ExamDefinition>[] = catalog.data?.rows ?? []
  const byKey = new Map(rows.map((exam) => [exam.key, exam]))
  const names: Names = new Map(rows.map((exam) => [exam.key, exam.name]))
  const nameOf = (key: string): string => {
    const exam = byKey.get(key)
    return exam === undefined ? key : name(exam.name)
  }
  return { rows, byKey, names, nameOf, pending: catalog.isPending, options: rows.map((exam) => ({ value: exam.key, label: name(exam.name) })) }
}
