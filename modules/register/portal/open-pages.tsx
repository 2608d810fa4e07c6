/** @jsxImportSource preact */
import { printDate, type IsoDate } from '../../../kernel/calendar.ts'
import { page, type PageFrame } from '../../../portal/layout.tsx'
import type { RegisterDefinition } from '../rules/definition.ts'
import type { OpenItem } from '../rules/open.ts'

type Open = NonNullable<RegisterDefinition['open']>
const day = (date: IsoDate) => printDate(date, 'zh').split(' ')[0]

/** What institutions show to everybody, kind by kind. */
export const openIndexPage = (frame: PageFrame, shown: readonly { key: string; open: Open; newest: IsoDate }[]): string =>
  page(
    frame,
    <>
      <p>
        <a href="/">← 返回首页</a>
      </p>
      <h1>医院公开信息</h1>
      <p>各医疗机构登记后自动公开，不用申请就能看。</p>
      {shown.length === 0 ? <p class="soft">目前还没有公开的内容。</p> : null}
      <ul class="cards">
        {shown.map((each) => (
          <li class="card" key={each.key}>
            <h2>
              <a href={`/open/${each.key}`}>{each.open.title.zh}</a>
            </h2>
            <p>{each.open.lead.zh}</p>
            <p class="soft">{`最近更新 ${day(each.newest)}`}</p>
          </li>
        ))}
      </ul>
    </>,
  )

type ShownItem = { readonly institutionId: string; readonly institutionName: string; readonly id: string; readonly on: IsoDate; readonly content: OpenItem['content'] }
export type OpenList = {
  readonly definition: RegisterDefinition
  readonly items: readonly ShownItem[]
  readonly institutions: readonly { id: string; name: string }[]
  readonly institutionId: string | null
  /** Where the next page begins; null on the last. */
  readonly next: string | null
  /** This is not the first page. */
  readonly later: boolean
}

const address = (key: string, ask: Readonly<Record<string, string | null>>): string => {
  const search = new URLSearchParams(Object.entries(ask).flatMap(([name, value]) => (value === null ? [] : [[name, value]]))).toString()
  return `/open/${key}${search === '' ? '' : `?${search}`}`
}

/** One kind of public entries, newest first, at one institution or at all. */
export function openListPage(frame: PageFrame, list: OpenList): string {
  const { definition } = list
  const open = definition.open
  return page(
    frame,
    <>
      <p>
        <a href="/open">← 全部公开信息</a>
      </p>
      <h1>{open?.title.zh}</h1>
      <p>{open?.lead.zh}</p>
      {list.institutions.length < 2 ? null : (
        <form method="get" action={`/open/${definition.key}`}>
          <label htmlFor="institution">看哪家医院</label>
          <select id="institution" name="institution">
            <option value="">全部</option>
            {list.institutions.map((each) => (
              <option value={each.id} selected={each.id === list.institutionId} key={each.id}>
                {each.name}
              </option>
            ))}
          </select>
          <p class="go">
            <button type="submit" class="quiet">
              查看
            </button>
          </p>
        </form>
      )}
      {list.items.length === 0 ? <p class="soft">没有符合条件的内容。</p> : null}
      <ul class="cards">
        {list.items.map((item) => (
          <li class="card" key={item.id}>
            <p class="soft">{`${item.institutionName} · ${day(item.on)}`}</p>
            <Fields definition={definition} item={item} />
          </li>
        ))}
      </ul>
      <p>
        {list.later ? <a class="button quiet" href={address(definition.key, { institution: list.institutionId })}>回到最新</a> : null} {list.next === null ? null : <a class="button" href={address(definition.key, { institution: list.institutionId, after: list.next })}>看更早的</a>}
      </p>
    </>,
  )
}

function Fields({ definition, item }: { definition: RegisterDefinition; item: ShownItem }) {
  const fields = definition.fields.filter((field) => definition.open?.fields.includes(field.key) === true && item.content[field.key] !== undefined)
  return (
    <dl>
      {fields.map((field) => {
        const said = item.content[field.key]
        const label = field.label.zh
        if (said === undefined) return null
        return (
          <div key={field.key}>
            <dt class="soft">{label}</dt>
            <dd>{typeof said === 'string' ? <Said text={said} isLink={field.type === 'link'} /> : said.map((file) => <FileLine key={file.id} address={`/api/open/${definition.key}/files/${item.institutionId}/${file.id}`} file={file} label={label} />)}</dd>
          </div>
        )
      })}
    </dl>
  )
}

const Said = ({ text, isLink }: { text: string; isLink: boolean }) =>
  isLink ? (
    <a href={text} rel="nofollow noopener">
      {text}
    </a>
  ) : (
    <span class="clause">{text}</span>
  )

const FileLine = ({ address: at, file, label }: { address: string; file: { name: string; picture: boolean }; label: string }) =>
  file.picture ? (
    <p>
      <img src={at} alt={`${label}：${file.name}`} loading="lazy" />
    </p>
  ) : (
    <p>
      <a href={at}>{`下载 ${file.name}`}</a>
    </p>
  )
