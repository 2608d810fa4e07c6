import type { z } from 'zod'
import { ListTable } from '../../../ui/list-table.tsx'
import { useLocale, useTexts, type Text } from '../../../ui/texts.ts'
import type { MovedView } from '../contract.ts'
import type { CountKey } from '../rules/figures.ts'
import { texts } from './texts.ts'

type Moved = z.infer<typeof MovedView>

const names: Record<CountKey, Text> = {
  complaints: { zh: '投诉', en: 'Complaints' }, tips: { zh: '举报', en: 'Reports of misconduct' }, others: { zh: '建议、表扬、咨询等', en: 'Other voices' }, acceptDue: { zh: '应受理', en: 'To be accepted' }, acceptedInTime: { zh: '按时受理', en: 'Accepted in time' },
  answerDue: { zh: '应答复', en: 'To be answered' }, answeredInTime: { zh: '按时答复', en: 'Answered in time' }, calledBack: { zh: '回访', en: 'Called back' }, solved: { zh: '已解决', en: 'Solved' }, satisfied: { zh: '满意', en: 'Satisfied' }, judged: { zh: '作出结论', en: 'Judged' },
  substantiated: { zh: '查实', en: 'Substantiated' }, reopened: { zh: '重新办理', en: 'Reopened' }, overdue: { zh: '超期未办结', en: 'Overdue' }, problemsEntered: { zh: '新增问题', en: 'Problems entered' }, problemsSignedOff: { zh: '销号', en: 'Signed off' },
  problemsOverdue: { zh: '超期未整改', en: 'Rectification overdue' }, rechecked: { zh: '回头看', en: 'Re-checked' }, slidBack: { zh: '反弹', en: 'Slid back' },
}

/** Exact figures that are otherwise now, the sum first. */
export function MovedTable({ rows, label }: { rows: readonly Moved[]; label: string }) {
  const t = useTexts(texts)
  const locale = useLocale()
  const whose = (row: Moved) => row.name ?? t('total')
  return (
    <ListTable<Moved>
      label={label}
      rows={rows}
      rowKey={(row) => `${row.institutionId ?? 'all'} ${row.key}`}
      columns={[
        { title: t('institution'), render: (_, row) => whose(row) },
        { title: t('what'), width: 200, render: (_, row) => names[row.key][locale] },
        { title: t('was'), width: 110, render: (_, row) => <span className="number">{row.was}</span> },
        { title: t('now'), width: 110, render: (_, row) => <b className="number">{row.now}</b> },
      ]}
      card={(row) => <><div>{whose(row)}</div><div className="number"><b>{names[row.key][locale]}</b>{` ${t('was')} ${row.was} → ${t('now')} ${row.now}`}</div></>}
    />
  )
}
