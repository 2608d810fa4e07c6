import { gunzipSync } from 'node:zlib'
import { RefusedError, refusalOf } from '../../kernel/refusal.ts'
import type { App } from '../../server/platform/app.ts'
import { docxMediaType } from '../../server/platform/official-docx.ts'
import { xlsxMediaType } from '../../server/platform/xlsx.ts'
import { departmentsOn, findInstitution, rosterOn, staffIdOf } from '../directory/public.ts'
import { dropSecondReadings, giveToAnother } from './commands/readers.ts'
import * as after from './commands/after.ts'
import { answerFinding } from './commands/answer.ts'
import { feedBack, publish } from './commands/close.ts'
import { drawCycle, previewDraw } from './commands/draw.ts'
import { giveOpinion, takeBack, vote } from './commands/read.ts'
import { reviewContract as contract } from './contract.ts'
import { reviewNumbers } from './numbers.ts'
import { resultDocument } from './papers/document.ts'
import { worksheet } from './papers/worksheet.ts'
import { mayRun, mayVerify } from './rules/access.ts'
import { recordFormat, type ReviewRecord } from './rules/record.ts'
import { readFrame } from './rules/sample.ts'
import { findSetting } from './store/after.ts'
import { findPublished, listCycles, loadCycle, loadFrame } from './store/cycles.ts'
import { countWaiting, listItems, loadItem } from './store/items.ts'
import { expertsOf } from './store/opinions.ts'
import { departmentNames, rowOf, viewAfter, viewCycle, viewDesk, viewFindings, viewResults, viewToDecide } from './views.ts'

const rounds = 120

export function reviewRoutes(app: App): void {
  roundRoutes(app)
  paperRoutes(app)
  deskRoutes(app)
  expertRoutes(app)
  afterRoutes(app)
}

function roundRoutes(app: App): void {
  app.query(contract.listCycles, async ({ read, actor }) => {
    const institutionId = actor.institutionId ?? ''
    const cycles = await listCycles(read, institutionId, rounds)
    const no = refusalOf(mayRun(actor, { institutionId }))
    return { rows: await Promise.all(cycles.map(async (cycle) => rowOf(cycle, await listItems(read, { institutionId, cycleId: cycle.id })))), blocked: { draw: no, set: no } }
  })
  app.query(contract.previewDraw, async ({ query, ...at }) => previewDraw(at, `${query.month}-01`))
  app.command(contract.drawCycle, async ({ body, ...act }) => drawCycle(act, `${body.month}-01`))
  app.query(contract.loadCycle, async ({ params, ...at }) => viewCycle(at, params))
  app.command(contract.feedBack, async ({ params, ...act }) => {
    await feedBack(act, params)
    return viewCycle({ ...act, read: act.tx }, params)
  })
  app.command(contract.publish, async ({ params, ...act }) => {
    await publish(act, params)
    return viewCycle({ ...act, read: act.tx }, params)
  })
  app.command(contract.handOver, async ({ params, body, ...act }) => {
    const handed = await giveToAnother(act, { ...params, ...body })
    return { ...(await viewCycle({ ...act, read: act.tx }, params)), handed }
  })
  app.command(contract.dropSecond, async ({ params, body, ...act }) => {
    const dropped = await dropSecondReadings(act, { ...params, ...body })
    return { ...(await viewCycle({ ...act, read: act.tx }, params)), dropped }
  })
}

function paperRoutes(app: App): void {
  app.query(contract.downloadRecord, async ({ params, read, actor }) => {
    const cycle = await loadCycle(read, params)
    const no = mayVerify(actor, cycle)
    if (no !== null) throw new RefusedError(no.refused)
    const items = await listItems(read, params)
    const record: ReviewRecord = {
      format: recordFormat, institutionId: cycle.institutionId, month: cycle.month, seed: cycle.seed, frameHash: cycle.frameHash, sample: cycle.numbers.sample, secondShare: cycle.numbers.secondShare, tops: [...cycle.drawn.tops], frame: readFrame(gunzipSync(await loadFrame(read, params)).toString('utf8')),
      items: items.map((item) => ({ no: item.no, ref: item.ref, part: item.part, doubleTen: item.doubleTen, second: item.twice })),
    }
    return { bytes: Buffer.from(JSON.stringify(record)), name: `处方抽样记录 ${cycle.month.slice(0, 7)}.json`, mediaType: 'application/json' }
  })
  app.query(contract.downloadWorksheet, async ({ params, query, read, actor }) => {
    const [cycle, items] = await Promise.all([loadCycle(read, params), listItems(read, params)])
    const no = mayRun(actor, cycle)
    if (no !== null) throw new RefusedError(no.refused)
    const body = await findInstitution(read, cycle.institutionId)
    return { bytes: worksheet(cycle, items, query.part, body?.name ?? ''), name: `处方点评工作表 ${cycle.month.slice(0, 7)}.xlsx`, mediaType: xlsxMediaType }
  })
  app.query(contract.downloadPaper, async ({ params, read, today }) => {
    const published = await findPublished(read, params)
    if (published === undefined) throw new RefusedError('review.not_published')
    const [body, departments] = await Promise.all([findInstitution(read, published.institutionId), departmentNames({ read, today }, published.institutionId)])
    return { bytes: resultDocument({ ...published, body: body?.name ?? '', departments }), name: `${published.month.slice(0, 7)} 处方点评结果.docx`, mediaType: docxMediaType }
  })
}

function deskRoutes(app: App): void {
  app.query(contract.loadDesk, async ({ query, ...at }) => viewDesk(at, query.after))
  app.command(contract.giveOpinion, async ({ params, body, ...act }) => {
    await giveOpinion(act, { ...params, ...body })
    return countWaiting(act.tx, params.institutionId, (await staffIdOf(act.tx, act.actor.id)) ?? params.itemId)
  })
  app.command(contract.takeBack, async (act) => {
    const taken = await takeBack(act)
    return { itemId: taken.itemId, no: (await loadItem(act.tx, taken)).no, codes: [...taken.codes], note: taken.note }
  })
  app.query(contract.listFindings, async (at) => ({ rows: await viewFindings(at) }))
  app.command(contract.answerFinding, async ({ params, body, ...act }) => {
    await answerFinding(act, { ...params, ...body })
    return {}
  })
  app.query(contract.listResults, async (at) => ({ rows: await viewResults(at) }))
}

function expertRoutes(app: App): void {
  app.query(contract.listToDecide, async (at) => viewToDecide(at))
  app.command(contract.vote, async ({ params, body, ...act }) => {
    await vote(act, { ...params, ...body })
    const { state } = await loadItem(act.tx, params)
    return { decided: state === 'settled' || state === 'final' }
  })
  app.query(contract.loadSetting, async ({ read, actor, today }) => {
    const institutionId = actor.institutionId ?? ''
    const [experts, people, setting, departments] = await Promise.all([expertsOf(read, institutionId), rosterOn(read, institutionId, today), findSetting(read, institutionId), departmentsOn(read, institutionId, today)])
    const names = new Map(people.map((each) => [each.staffId, each.name]))
    const { sample, secondShare } = reviewNumbers()
    return {
      experts: experts.map((each) => ({ ...each, name: names.get(each.staffId) ?? '' })), people: people.map(({ staffId, name }) => ({ staffId, name })), own: setting.own,
      limits: departments.filter((each) => each.kind === 'clinical').map((each) => ({ departmentId: each.id, departmentName: each.name, amountCents: setting.limits[each.id] ?? null })),
      rule: { outpatientLeast: sample.outpatient.least, inpatientLeast: sample.inpatient.least, secondShare, ...sample.doubleTen },
    }
  })
  app.command(contract.setExperts, async ({ body, ...act }) => {
    await after.setExperts(act, body.experts)
    return {}
  })
  app.command(contract.saveSetting, async ({ body, ...act }) => {
    await after.saveOwn(act, body)
    return {}
  })
}

function afterRoutes(app: App): void {
  app.query(contract.listAfter, async (at) => viewAfter(at))
  app.command(contract.decideProposal, async ({ params, body, ...act }) => {
    await after.decideProposal(act, { ...params, ...body })
    return {}
  })
  app.command(contract.holdTalk, async ({ params, body, ...act }) => {
    await after.holdTalk(act, { ...params, ...body })
    return {}
  })
  app.command(contract.followTalk, async ({ params, body, ...act }) => {
    await after.followTalk(act, { ...params, ...body })
    return {}
  })
}
