import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { projectRoot } from '../../server/platform/root.ts'
import { spellSubjects, type Subject } from './rules/subjects.ts'

const shape = z.object({ subjects: z.record(z.string().regex(/^\d\d$/), z.union([z.string().min(1), z.object({ name: z.string().min(1), parts: z.array(z.string().min(1)).min(1).max(99) })])) })

let read: readonly Subject[] | undefined

/** The official treatment subjects, from catalog/treatment-subjects.yaml; read once. */
export function treatmentSubjects(): readonly Subject[] {
  read ??= spellSubjects(shape.parse(parse(readFileSync(path.join(projectRoot(), 'catalog', 'treatment-subjects.yaml'), 'utf8'))).subjects)
  return read
}

/** '内科／呼吸内科专业' for 03.01. */
export function subjectName(code: string | null): string | null {
  if (code === null) return null
  const subject = treatmentSubjects().find((each) => each.code === code)
  const parent = subject?.parent === null ? undefined : treatmentSubjects().find((each) => each.code === subject?.parent)
  return subject === undefined ? null : parent === undefined ? subject.name : `${parent.name}／${subject.name}`
}
