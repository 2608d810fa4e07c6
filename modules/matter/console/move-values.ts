import type { z } from 'zod'
import type { MoveAsk } from '../contract.ts'
import type { Input } from '../rules/definition.ts'

export type Person = { readonly staffId: string | null; readonly name: string }

/** What the fields of a move's dialog hold, each named like the input it answers. */
export type MoveValues = {
  text?: string; publicText?: string; reason?: string; files?: File[]; before?: File[]; after?: File[]; department?: string; departments?: string[]; staff?: string; date?: string; verdict?: string
  responsible?: Person[]; measure?: string; other?: string; institution?: string; title?: string; satisfied?: boolean; solved?: boolean; harm?: boolean; category?: string; plan?: string; subjects?: Person[]
}

const given = (words: string | undefined): string | null => (words === undefined || words === '' ? null : words)

/** The body and the files of a move, from what stands in its dialog; the files in the order of their roles. */
export function askOf(values: MoveValues, revision: number): { body: z.input<typeof MoveAsk>; files: File[] } {
  const roles = [['files', 'house'], ['before', 'before'], ['after', 'after']] as const
  const sent = roles.flatMap(([name, role]) => (values[name] ?? []).map((file) => ({ file, role })))
  return {
    body: {
      revision, text: values.text ?? '', publicText: values.publicText ?? '', reason: given(values.reason), departmentId: given(values.department), departmentIds: values.departments ?? [], staffId: given(values.staff), subjectIds: (values.subjects ?? []).flatMap((each) => each.staffId ?? []), date: given(values.date),
      verdict: given(values.verdict), responsible: (values.responsible ?? []).map(({ staffId, name }) => ({ staffId, name })), measure: values.measure ?? '', otherId: given(values.other), institutionId: given(values.institution), title: values.title ?? '',
      satisfied: values.satisfied ?? null, solved: values.solved ?? null, harm: values.harm ?? null, category: given(values.category), planId: given(values.plan), fileRoles: sent.map((each) => each.role),
    },
    files: sent.map((each) => each.file),
  }
}

const order: readonly Input[] = ['harm', 'verdict', 'reason', 'department', 'departments', 'staff', 'institution', 'other', 'subjects', 'plan', 'category', 'title', 'date', 'measure', 'solved', 'satisfied', 'responsible', 'publicText', 'text', 'before', 'after', 'files']
/** Inputs as they are asked: choices first, words after them, files last. */
export const inOrder = (inputs: readonly Input[]): Input[] => order.filter((each) => inputs.includes(each))
