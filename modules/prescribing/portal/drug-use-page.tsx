/** @jsxImportSource preact */
import { page, type PageFrame } from '../../../portal/layout.tsx'
import { StackTable } from '../../../portal/stack-table.tsx'
import { shanghaiDate } from '../../../kernel/instant.ts'
import { printDate } from '../../../kernel/calendar.ts'
import type { LeagueLine } from '../rules/league.ts'
import type { PurchasePublished } from '../rules/purchase-public.ts'
import type { Ranked, RankTable } from '../rules/rank.ts'

export type ShownMonth<Content> = { readonly month: string; readonly version: number; readonly madeAt: string; readonly content: Content }
type Ranking = { readonly drug: readonly LeagueLine[]; readonly material: readonly LeagueLine[] }

const yuan = (cents: number): string => (cents / 100).toLocaleString('zh-CN', { minimumFractionDigits: 2, maximumFractionDigits: 2 })
const monthName = (month: string): string => `${month.slice(0, 4)}年${Number(month.slice(5, 7))}月`
const day = (at: string) => printDate(shanghaiDate(at), 'zh').split(' ')[0]
const moved = (row: Ranked): string => (row.was === null ? '新进' : row.was === row.rank ? '持平' : row.was > row.rank ? `升${row.was - row.rank}` : `降${row.rank - row.was}`)

const Top = ({ title, rows }: { title: string; rows: readonly Ranked[] }) => (
  <section>
    <h3>{title}</h3>
    <StackTable head="药品" columns={['名次', '金额（元）', '占比', '用量', '比上月']} rows={rows.map((row) => ({ key: row.key, href: null, name: row.name, cells: [`${row.rank}${row.tied ? '（并列）' : ''}`, yuan(row.amountCents), row.share === null ? '—' : `${row.share}%`, row.volume.toLocaleString('zh-CN'), moved(row)] }))} />
  </section>
)

const said = (line: LeagueLine): string => (line.value === null ? '例数太少，不公布' : `${line.value}%`)
const Ratios = ({ title, lines }: { title: string; lines: readonly LeagueLine[] }) => (
  <section>
    <h3>{title}</h3>
    <StackTable head="科室" columns={['名次', '本月', '上月']} rows={lines.map((line) => ({ key: line.key, href: null, name: line.name, cells: [line.rank === null ? '—' : `${line.rank}${line.tied ? '（并列）' : ''}`, said(line), line.before === null ? '—' : `${line.before}%`] }))} />
  </section>
)

const part = (cents: number, of: number): string => (of === 0 ? '—' : `${Math.round((cents / of) * 1000) / 10}%`)
const Bought = ({ content }: { content: PurchasePublished }) => (
  <>
    <dl>
      {([['采购金额（元）', yuan(content.amountCents)], ['平台采购', `${yuan(content.orderedCents)} 元，占 ${part(content.orderedCents, content.amountCents)}`], ['其中集采中选品种', `${yuan(content.winningCents)} 元，占 ${part(content.winningCents, content.amountCents)}`], ['网外采购', `${yuan(content.offPlatformCents)} 元`], ['标外采购', `${yuan(content.offBidCents)} 元`], ['高于挂网价', `${yuan(content.overPriceCents)} 元`]] as const).map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
    <StackTable head="药品" columns={['金额（元）', '占比']} rows={content.top.map((row) => ({ key: row.generic, href: null, name: row.generic, cells: [yuan(row.amountCents), part(row.amountCents, content.amountCents)] }))} />
  </>
)

const version = (shown: ShownMonth<unknown>) => `${day(shown.madeAt)} 公示${shown.version > 1 ? `，第${shown.version}版（明细更正后重新公示，原来的一版也留在下面）` : ''}`

/** Drug use of a hospital as it was closed, month by month; no prescriber's name is ever in it. */
export const drugUsePage = (frame: PageFrame, house: { id: string; name: string }, shown: { readonly drugs: readonly ShownMonth<RankTable>[]; readonly ranking: readonly ShownMonth<Ranking>[]; readonly bought: readonly ShownMonth<PurchasePublished>[] }): string =>
  page(
    frame,
    <>
      <p>
        <a href={`/bodies/${house.id}`}>{`← ${house.name}`}</a>
      </p>
      <h1>药品用量公示</h1>
      <p>每月按金额和按用量排在前十的药品。用量按销售单位（盒、支）计；排在前面不等于不合理，请放心按医嘱用药。</p>
      {shown.drugs.length === 0 && shown.ranking.length === 0 && shown.bought.length === 0 ? <p class="soft">这家机构还没有公示。</p> : null}
      {shown.drugs.map((each) => (
        <article class="card" key={`${each.month} ${each.version}`}>
          <h2>{`${monthName(each.month)}药品用量`}</h2>
          <p class="soft">{`${version(each)}。本月药品金额合计 ${yuan(each.content.totalCents)} 元，共 ${each.content.count} 种。`}</p>
          <Top title="按金额前十" rows={each.content.amount} />
          <Top title="按用量前十" rows={each.content.volume} />
        </article>
      ))}
      {shown.ranking.map((each) => (
        <article class="card" key={`${each.month} ${each.version}`}>
          <h2>{`${monthName(each.month)}科室药占比、耗占比`}</h2>
          <p class="soft">{`${version(each)}。药占比不含中药饮片；占比高低与科室病种有关。`}</p>
          <Ratios title="药占比" lines={each.content.drug} />
          <Ratios title="耗占比" lines={each.content.material} />
        </article>
      ))}
      {shown.bought.map((each) => (
        <article class="card" key={`${each.month} ${each.version}`}>
          <h2>{`${monthName(each.month)}药品采购`}</h2>
          <p class="soft">{`${version(each)}。来源：本院采购明细与采购平台目录逐行比对，共 ${each.content.lines} 行、${each.content.suppliers} 家供应商。`}</p>
          <Bought content={each.content} />
        </article>
      ))}
    </>,
  )

export const drugUseIndexPage = (frame: PageFrame, houses: readonly { id: string; name: string }[]): string =>
  page(
    frame,
    <>
      <p>
        <a href="/">← 返回首页</a>
      </p>
      <h1>药品用量公示</h1>
      {houses.length === 0 ? <p class="soft">还没有机构公示。</p> : null}
      <ul class="cards">
        {houses.map((house) => (
          <li class="card" key={house.id}>
            <a href={`/drug-use/${house.id}`}>{house.name}</a>
          </li>
        ))}
      </ul>
    </>,
  )
