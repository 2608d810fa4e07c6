import type { z } from 'zod'
import type { Actor } from '../../kernel/actor.ts'
import { refusalOf, RefusedError } from '../../kernel/refusal.ts'
import type { App } from '../../server/platform/app.ts'
import type { ReadTx } from '../../server/platform/database.ts'
import { institutionNames, staffIdOf } from '../directory/public.ts'
import * as commands from './commands.ts'
import { groupContract, type ConsultView, type GroupView } from './contract.ts'
import * as rules from './rules.ts'
import * as store from './store.ts'

export function groupRoutes(app: App): void {
  app.query(groupContract.listGroups, async ({ read, query }) => {
    const rows = await store.listGroups(read, query.planId)
    const names = await institutionNames(read, rows.map((row) => row.institutionId))
    return { rows: rows.map((row) => ({ ...row, members: row.members ?? 0, openConsults: row.openConsults ?? 0, institutionName: names.get(row.institutionId) ?? '' })) }
  })
  app.query(groupContract.loadGroup, async ({ read, actor, params }) => viewGroup(read, actor, params))
  app.command(groupContract.createGroup, async ({ body, ...act }) => commands.createGroup(act, body))
  app.command(groupContract.changeGroup, async ({ params, body, ...act }) => {
    await commands.changeGroup(act, { ...params, ...body })
    return viewGroup(act.tx, act.actor, params)
  })
  app.command(groupContract.addMember, async ({ params, body, ...act }) => {
    await commands.addMember(act, { ...params, ...body })
    return viewGroup(act.tx, act.actor, params)
  })
  app.command(groupContract.replaceMember, async ({ params, body, ...act }) => {
    await commands.replaceMember(act, { ...params, ...body })
    return viewGroup(act.tx, act.actor, params)
  })

  app.query(groupContract.listConsults, async ({ read, actor, today, query }) => {
    const rows = await store.listConsults(read, { groupId: query.groupId, state: query.state, before: cursorOf(query.after), limit: query.limit + 1 })
    const page = rows.slice(0, query.limit)
    const last = page.at(-1)
    return { rows: await viewConsults(read, actor, today, page), next: rows.length > query.limit && last !== undefined ? `${last.askedAt}|${last.id}` : null }
  })
  app.query(groupContract.loadConsult, async ({ read, actor, today, params }) => viewConsult(read, actor, today, params))
  app.command(groupContract.askConsult, async ({ params, body, ...act }) => viewConsult(act.tx, act.actor, act.today, await commands.askConsult(act, { ...params, ...body })))
  app.command(groupContract.conveneConsult, async ({ params, body, ...act }) => {
    await commands.conveneConsult(act, { ...params, ...body })
    return viewConsult(act.tx, act.actor, act.today, params)
  })
  app.command(groupContract.decideConsult, async ({ params, body, ...act }) => {
    await commands.decideConsult(act, { ...params, ...body })
    return viewConsult(act.tx, act.actor, act.today, params)
  })
  app.command(groupContract.declineConsult, async ({ params, body, ...act }) => {
    await commands.declineConsult(act, { ...params, ...body })
    return viewConsult(act.tx, act.actor, act.today, params)
  })
}

const cursorShape = /^(\d{4}-\d\d-\d\dT[\d:.]+Z)\|([0-9a-f-]{36})$/
function cursorOf(after: string | undefined): { at: string; id: string } | undefined {
  if (after === undefined) return undefined
  const [, at, id] = cursorShape.exec(after) ?? []
  if (at === undefined || id === undefined) throw new RefusedError('request.invalid', 'after')
  return { at, id }
}

async function viewGroup(read: ReadTx, actor: Actor, key: { institutionId: string; groupId: string }): Promise<z.infer<typeof GroupView>> {
  const group = await store.loadGroup(read, key.institutionId, key.groupId)
  const members = await store.listMembers(read, group.institutionId, group.id)
  const names = await institutionNames(read, [group.institutionId])
  return {
    ...group,
    institutionName: names.get(group.institutionId) ?? '',
    members: members.map((member) => ({ ...member })),
    blocked: { change: refusalOf(rules.mayRunOffice(actor, group)), ask: refusalOf(rules.mayAsk(actor, await staffIdOf(read, actor.id), members)) },
  }
}

async function viewConsults(read: ReadTx, actor: Actor, today: string, rows: readonly store.ConsultRow[]): Promise<z.infer<typeof ConsultView>[]> {
  const names = await institutionNames(read, rows.map((row) => row.askedInstitutionId))
  const groups = new Map((await store.listGroups(read, undefined)).map((group) => [group.id, group.name]))
  return rows.map((row) => {
    const consult = commands.asRule(row)
    return {
      ...row,
      groupName: groups.get(row.groupId) ?? '',
      askedInstitution: names.get(row.askedInstitutionId) ?? '',
      blocked: {
        convene: refusalOf(rules.convene(consult, actor, consult.askedOn)),
        decide: refusalOf(rules.decide(consult, actor, today, 0)),
        decline: refusalOf(rules.decline(consult, actor)),
      },
    }
  })
}

async function viewConsult(read: ReadTx, actor: Actor, today: string, key: { institutionId: string; consultId: string }): Promise<z.infer<typeof ConsultView>> {
  const [view] = await viewConsults(read, actor, today, [await store.loadConsult(read, key.institutionId, key.consultId)])
  if (view === undefined) throw new RefusedError('not_found')
  return view
}
