import type { z } from 'zod'
import { addMs, shanghaiDate } from '../../kernel/instant.ts'
import { writeXlsxApart } from '../../server/platform/sheets-apart.ts'
import type { LedgerRow } from './contract.ts'
import { choiceOf, stateOf, type Kind } from './rules/kind.ts'

const columns = [
  { key: 'serial', title: '序号', type: 'serial', width: 6 }, { key: 'number', title: '编号', width: 16 }, { key: 'body', title: '单位', width: 24 }, { key: 'found', title: '发现日期', type: 'date', width: 12 }, { key: 'problem', title: '问题', width: 44 }, { key: 'category', title: '类别', width: 14 },
  { key: 'department', title: '责任科室', width: 16 }, { key: 'owner', title: '责任人', width: 10 }, { key: 'measure', title: '整改措施', width: 36 }, { key: 'limit', title: '整改时限', type: 'date', width: 12 }, { key: 'rectified', title: '整改完成', type: 'date', width: 12 }, { key: 'checked', title: '核查', type: 'date', width: 12 },
  { key: 'signedOff', title: '销号', type: 'date', width: 12 }, { key: 'recheck', title: '回头看', width: 16 }, { key: 'state', title: '状态', width: 14 }, { key: 'late', title: '是否超期', width: 10 },
] as const

const recheckSays = (row: z.output<typeof LedgerRow>): string => (row.recheckOn === null ? '' : row.recheckHeld === null ? `${row.recheckOn} 待复查` : row.recheckHeld ? '未反弹' : '已反弹')

/** Rule MT-33: the ledger in the columns of the paper form. */
export const ledgerSheet = (rows: readonly z.output<typeof LedgerRow>[], kinds: readonly Kind[], today: string): Promise<Uint8Array> =>
  writeXlsxApart({ sheet: '问题台账', title: '问题整改台账', lead: [[`截至 ${today}`, `共 ${rows.length} 项`]], columns }, rows.length, (at) => {
    const row = rows[at]
    if (row === undefined) return {}
    const kind = kinds.find((each) => each.key === row.kind)
    return {
      serial: at + 1, number: row.number, body: row.institutionName, found: row.foundOn, problem: row.title, category: choiceOf(kind?.categories ?? [], row.category)?.zh ?? '', department: row.department ?? '', owner: row.owner ?? '', measure: row.measure, limit: row.limitOn ?? (row.dueAt === null ? '' : shanghaiDate(addMs(row.dueAt, -1))),
      rectified: row.rectifiedOn ?? '', checked: row.checkedOn ?? '', signedOff: row.signedOffOn ?? '', recheck: recheckSays(row), state: (kind === undefined ? undefined : stateOf(kind, row.state)?.name.zh) ?? row.state, late: row.overdue ? '超期' : '',
    }
  })
