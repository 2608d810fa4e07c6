import { PlusOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import { roleNames } from '../../../kernel/actor.ts'
import { sayFilter } from '../../../kernel/filter.ts'
import { showDate } from '../../../ui/dates.ts'
import { Nothing } from '../../../ui/page.tsx'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useLocale, useName, useTexts } from '../../../ui/texts.ts'
import { institutionLevelNames } from '../../directory/rules/kinds.ts'
import { plainText } from '../rules/titles.ts'
import type { DutyItem, Section } from '../rules/draft/understanding.ts'
import { useDesk } from './draft-context.ts'
import { useFactName } from './fact-fields.tsx'
import { Item } from './item.tsx'
import { texts } from './texts.ts'

/** A group of items with its "confirm all". */
function Group({ section, ids, children, add }: { section: Section; ids: readonly string[]; children: ReactNode; add?: ReactNode }) {
  const t = useTexts(texts)
  const { draft, confirm } = useDesk()
  const open = ids.filter((id) => draft.confirmed[id] === undefined)
  return (
    <section aria-label={t(`s_${section}`)}>
      <div className="row" style={{ justifyContent: 'flex-end', margin: '4px 0 8px' }}>
        {add}
        {open.length === 0 || draft.blocked.change !== null ? null : <Button size="small" onClick={() => void confirm(open)}>{`${t('confirmAll')}（${open.length}）`}</Button>}
      </div>
      {ids.length === 0 ? <Nothing /> : <ul className="items">{children}</ul>}
    </section>
  )
}

const Field = ({ label, children }: { label: string; children: ReactNode }) => (
  <span className="field"><span className="field-label">{label}</span><span>{children}</span></span>
)

export function HeadSection() {
  const t = useTexts(texts)
  const locale = useLocale()
  const { draft } = useDesk()
  const { title, issuer, number, issuedOn } = draft.understanding
  const or = (value: string | null) => value ?? <span className="soft">{t('notFound')}</span>
  return (
    <Group section="head" ids={['head']}>
      <Item section="head" id="head" lines={null} name={t('s_head')}>
        <b>{title}</b>
        <div className="fields">
          <Field label={t('issuer')}>{or(issuer)}</Field>
          <Field label={t('number')}>{or(number)}</Field>
          <Field label={t('issuedOn')}>{issuedOn === null ? or(null) : showDate(issuedOn, locale)}</Field>
        </div>
      </Item>
    </Group>
  )
}

export function PhaseSection({ only }: { only: (id: string) => boolean }) {
  const t = useTexts(texts)
  const locale = useLocale()
  const { draft, edit } = useDesk()
  const phases = draft.understanding.phases.filter((phase) => only(phase.id))
  const flagged = (flag: string) => (flag in texts ? '' : flag) || t(`f_${flag}` as keyof typeof texts)
  return (
    <Group section="phases" ids={phases.map((phase) => phase.id)} add={draft.blocked.change === null ? <Button size="small" icon={<PlusOutlined />} onClick={() => edit({ section: 'phases', id: '' })}>{t('add')}</Button> : null}>
      {phases.map((phase) => (
        <Item key={phase.id} section="phases" id={phase.id} lines={[phase.line, phase.line]} name={phase.name} removable>
          <b>{phase.name}</b>
          <div className="number">{`${showDate(phase.start, locale)} — ${showDate(phase.end, locale)}`}</div>
          <div className="row">{phase.flags.map((flag) => <StatusMark key={flag} tone={flag === 'inverted' ? 'bad' : 'quiet'} compact>{flagged(flag)}</StatusMark>)}</div>
        </Item>
      ))}
    </Group>
  )
}

function DutyWords({ duty }: { duty: DutyItem }) {
  const t = useTexts(texts)
  const locale = useLocale()
  const { draft } = useDesk()
  const clause = draft.understanding.clauses.find((each) => each.id === duty.clauseId)
  const due = duty.due === null ? null : duty.due.date === null ? duty.due.printed : `${showDate(duty.due.date, locale)}${duty.due.time === null ? '' : ` ${duty.due.time}`}`
  return (
    <>
      <span className="row" style={{ gap: 6 }}>
        <StatusMark tone={duty.settings.included ? 'wait' : 'quiet'} compact>{t(`k_${duty.kind}`)}</StatusMark>
        <span className="soft">{`${clause?.printed ?? ''}${clause?.title ?? ''}`.slice(0, 30)}</span>
        {duty.settings.included ? null : <span className="soft">{t('excluded')}</span>}
      </span>
      <span className="item-text">{duty.text}</span>
      <span className="fields">
        {due === null ? null : <Field label={t('due')}>{due}</Field>}
        {duty.cadence === null ? null : <Field label={t('cadence')}>{duty.cadence.printed}</Field>}
        {duty.target === null ? null : <Field label={t('target')}>{duty.target.printed}</Field>}
        <OnlyWords duty={duty} />
        {duty.settings.levels === null || duty.settings.levels === undefined ? null : <Field label={t('levels')}>{duty.settings.levels.map((level) => institutionLevelNames[level][locale]).join('、')}</Field>}
        {duty.products.length === 0 ? null : <Field label={t('products')}>{duty.products.join('、')}</Field>}
        {duty.receiver === null ? null : <Field label={t('receiver')}>{duty.receiver}</Field>}
        <Field label={t('subject')}>{`${duty.subject}${duty.inferredSubject ? `（${t('inferred')}）` : ''} · ${roleNames[duty.settings.role][locale]}`}</Field>
      </span>
    </>
  )
}

/** Which entries count, in words. */
function OnlyWords({ duty }: { duty: DutyItem }) {
  const t = useTexts(texts)
  const name = useName()
  const { where, factKey } = duty.settings
  const bound = useFactName(where === null || where === undefined ? 'task' : duty.kind, factKey)
  return where === null || where === undefined ? null : <Field label={t('only')}>{name(sayFilter(where, bound?.fields ?? []))}</Field>
}

export function DutySection({ only }: { only: (id: string) => boolean }) {
  const t = useTexts(texts)
  const { draft, edit } = useDesk()
  const duties = draft.understanding.duties.filter((duty) => only(duty.id))
  return (
    <Group section="duties" ids={duties.map((duty) => duty.id)} add={draft.blocked.change === null ? <Button size="small" icon={<PlusOutlined />} onClick={() => edit({ section: 'duties', id: '' })}>{t('add')}</Button> : null}>
      {duties.map((duty) => (
        <Item key={duty.id} section="duties" id={duty.id} lines={[duty.line, duty.line]} name={duty.text.slice(0, 20)} removable>
          <DutyWords duty={duty} />
        </Item>
      ))}
    </Group>
  )
}

export function ClauseSection({ only }: { only: (id: string) => boolean }) {
  const { draft } = useDesk()
  const clauses = draft.understanding.clauses.filter((clause) => only(clause.id))
  return (
    <Group section="clauses" ids={clauses.map((clause) => clause.id)}>
      {clauses.map((clause) => (
        <Item key={clause.id} section="clauses" id={clause.id} lines={clause.lines} name={`${clause.printed}${clause.title}`}>
          <span style={{ paddingInlineStart: Math.max(0, clause.level - 1) * 16, display: 'block' }}>
            <b>{`${clause.printed}${clause.title}`}</b>
            <span className="clamp soft">{plainText(clause.text)}</span>
          </span>
        </Item>
      ))}
    </Group>
  )
}

const squash = (text: string) => text.replaceAll(/\s/g, '')
/** The line that carries all the words, the last such: a roster stands at the end of a document. */
const lineWith = (lines: readonly string[], ...words: readonly string[]): [number, number] | null => {
  const at = lines.findLastIndex((line) => words.every((word) => squash(line).includes(squash(word))))
  return at < 0 ? null : [at + 1, at + 1]
}

export function MemberSection({ only }: { only: (id: string) => boolean }) {
  const t = useTexts(texts)
  const { draft, edit } = useDesk()
  const { groups, members, attachments } = draft.understanding
  return (
    <>
      {groups.map((group) => {
        const own = members.filter((member) => member.groupId === group.id && only(member.id))
        return (
          <div key={group.id}>
            <h3 className="item-head">{group.name}</h3>
            <Group section="members" ids={[group.id, ...own.map((member) => member.id)].filter(only)} add={draft.blocked.change === null ? <Button size="small" icon={<PlusOutlined />} onClick={() => edit({ section: 'members', id: `+${group.id}` })}>{t('add')}</Button> : null}>
              {only(group.id) ? <Item section="groups" id={group.id} lines={null} name={group.name} removable>{group.name}</Item> : null}
              {own.map((member) => (
                <Item key={member.id} section="members" id={member.id} lines={lineWith(draft.lines, member.name, member.post.slice(0, 4))} name={member.name} removable>
                  <span className="member"><span className="soft">{member.role}</span><b>{member.name}</b><span>{member.post}</span></span>
                </Item>
              ))}
            </Group>
          </div>
        )
      })}
      <h3 className="item-head">{t('s_attachments')}</h3>
      <Group section="attachments" ids={attachments.map((each) => each.id).filter(only)}>
        {attachments.filter((each) => only(each.id)).map((each) => (
          <Item key={each.id} section="attachments" id={each.id} lines={lineWith(draft.lines, each.title.slice(0, 8))} name={each.title} removable>
            <span className="row"><span>{`${each.number} ${each.title}`}</span><StatusMark tone={each.found ? 'good' : 'warn'} compact>{each.found ? t('found') : t('missing')}</StatusMark></span>
          </Item>
        ))}
      </Group>
    </>
  )
}

export function WarningSection() {
  const t = useTexts(texts)
  const { draft, light } = useDesk()
  if (draft.warnings.length === 0) return <Nothing />
  return (
    <ul className="items">
      {draft.warnings.map((warning) => (
        <li key={`${warning.code}${warning.line}${warning.message}`} className="item">
          <button type="button" className="item-words" onClick={() => light([warning.line, warning.line], 'item')}>
            <span className="soft">{t('line', { n: warning.line })}</span> {warning.message}
          </button>
        </li>
      ))}
    </ul>
  )
}

export function DiffSection() {
  const t = useTexts(texts)
  const { draft } = useDesk()
  const { diff } = draft
  if (diff === null) return <Nothing />
  const names = new Map(draft.understanding.duties.map((duty) => [duty.id, duty.text.slice(0, 24)]))
  return (
    <ul className="items">
      {diff.added.map((each) => <li key={each.clauseId} className="item"><StatusMark tone="good" compact>{t('diffAdded')}</StatusMark> <b>{`${each.printed}${each.title}`}</b><p className="soft">{each.text}</p></li>)}
      {diff.removed.map((each) => <li key={each.clauseId} className="item"><StatusMark tone="bad" compact>{t('diffRemoved')}</StatusMark> <b>{`${each.printed}${each.title}`}</b><p className="soft"><s>{each.text}</s></p></li>)}
      {diff.changed.map((each) => <li key={each.clauseId} className="item"><StatusMark tone="warn" compact>{t('diffChanged')}</StatusMark> <b>{`${each.after.printed}${each.after.title}`}</b><p className="soft"><s>{each.before.text}</s></p><p>{each.after.text}</p></li>)}
      {diff.kept.map((each) => <li key={`${each.itemId}${each.field}`} className="item"><b>{names.get(each.itemId) ?? each.field}</b>：{each.confirmed}<p className="soft">{t('diffKept', { read: each.read })}</p></li>)}
      <li className="item soft">{t('diffSame', { n: diff.same })}</li>
    </ul>
  )
}

