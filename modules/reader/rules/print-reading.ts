import type { Clause, Duty, PlanReading } from './model.ts'

const dutyLine = (duty: Duty): string => {
  const due = duty.due === null ? null : `期限 ${duty.due.date ?? duty.due.relative ?? '?'}${duty.due.time === null ? '' : ` ${duty.due.time}`}（${duty.due.printed}）`
  const cadence = duty.cadence === null ? null : `周期 ${duty.cadence.rrule}（${duty.cadence.printed}）`
  const target = duty.target === null ? null : `要求 ${duty.target.metric} ${duty.target.comparator} ${duty.target.value}${duty.target.upper === null ? '' : `—${duty.target.upper}`}${duty.target.unit}`
  const receiver = duty.receiver === null ? null : `报 ${duty.receiver}`
  return `    ${String(duty.line).padStart(4)}  [${duty.kind}] ${duty.text}\n${[due, cadence, target, receiver].filter((part) => part !== null).map((part) => `            ${part}\n`).join('')}`
}

const clauseLines = (clauses: readonly Clause[]): string =>
  clauses.map((clause) => `    ${String(clause.lines[0]).padStart(4)}  ${'  '.repeat(Math.max(0, clause.level - 1))}${clause.printed}${clause.title === '' ? clause.text.slice(0, 30) : clause.title}\n${clauseLines(clause.children)}`).join('')

/** A reading for the terminal: what a clerk would check, each with its line. */
export function printReading(reading: PlanReading): string {
  const head = [['标题', reading.title], ['印发', reading.issuer], ['文号', reading.number], ['日期', reading.issuedOn]].map(([name, value]) => `  ${name}  ${value ?? '（没有读出）'}`).join('\n')
  const phases = reading.phases.map((phase) => `    ${String(phase.line).padStart(4)}  ${phase.name}  ${phase.start ?? '?'} — ${phase.end ?? '?'}  ${phase.flags.join(' ')}`).join('\n')
  const groups = reading.groups.map((group) => `    ${group.name}\n${group.members.map((member) => `          ${member.role}  ${member.name}  ${member.post}`).join('\n')}`).join('\n')
  const attachments = reading.attachments.map((each) => `    ${each.number} ${each.title}${each.found ? '' : '（文件中没有）'}`).join('\n')
  const warnings = reading.warnings.map((warning) => `    ${String(warning.line).padStart(4)}  ${warning.message} [${warning.code}]`).join('\n')
  return `${head}\n\n  条款 clauses\n${clauseLines(reading.clauses)}\n  阶段 phases\n${phases}\n\n  任务 duties\n${reading.duties.map(dutyLine).join('')}\n  领导小组 groups\n${groups}\n\n  附件 attachments\n${attachments}\n\n  提醒 warnings\n${warnings}`
}
