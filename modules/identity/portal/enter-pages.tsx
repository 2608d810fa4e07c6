/** @jsxImportSource preact */
import { Notice, page, type PageFrame } from '../../../portal/layout.tsx'

/** Where somebody was on the way to; '' where there is no such place. */
const Back = ({ to }: { to: string }) => (to === '' ? null : <input type="hidden" name="back" value={to} />)

/** First step: the phone number. */
export const phonePage = (frame: PageFrame, given: { phone: string; back: string; sentence: string | null; codes: boolean }): string =>
  page(
    frame,
    <>
      <h1>手机号登录</h1>
      <Notice sentence={given.sentence} />
      {given.codes ? (
        <form method="post" action="/enter">
          <Back to={given.back} />
          <label htmlFor="phone">手机号码</label>
          <input id="phone" name="phone" type="tel" inputMode="numeric" autoComplete="tel" required maxLength={20} value={given.phone} />
          <p class="soft">我们会发送一条6位验证码短信。</p>
          <div class="go">
            <button type="submit">获取验证码</button>
          </div>
        </form>
      ) : (
        <p class="notice">本系统还没有配置短信，暂不能登录。</p>
      )}
    </>,
  )

/** Second step: the code. The phone travels along in the form, so that nothing is typed twice. */
export const codePage = (frame: PageFrame, given: { phone: string; back: string; sentence: string | null; minutes: number; demo: boolean }): string =>
  page(
    frame,
    <>
      <h1>输入验证码</h1>
      <Notice sentence={given.sentence} />
      <p>{`验证码已发送到 ${given.phone}，${given.minutes} 分钟内有效。`}</p>
      {given.demo ? (
        <p class="soft">
          演示环境不发真短信，验证码在<a href="/outbox">演示短信</a>里。
        </p>
      ) : null}
      <form method="post" action="/enter/code">
        <Back to={given.back} />
        <input type="hidden" name="phone" value={given.phone} />
        <label htmlFor="code">6位验证码</label>
        <input id="code" name="code" inputMode="numeric" autoComplete="one-time-code" required pattern="[0-9]{6}" maxLength={6} />
        <div class="go">
          <button type="submit">登录</button>
        </div>
      </form>
      <form method="post" action="/enter">
        <Back to={given.back} />
        <input type="hidden" name="phone" value={given.phone} />
        <p>
          <button class="quiet" type="submit">
            重新获取
          </button>
        </p>
      </form>
    </>,
  )

export const minePage = (frame: PageFrame, given: { phone: string }): string =>
  page(
    frame,
    <>
      <h1>我的</h1>
      <section class="card">
        <h2>已登录</h2>
        <p>{given.phone === '' ? '手机号登录' : `手机号 ${given.phone}`}</p>
      </section>
      <form method="post" action="/leave">
        <button class="quiet" type="submit">
          退出登录
        </button>
      </form>
    </>,
  )

type Message = { id: string; to: string; text: string; createdAt: string; state: string }

/** The demonstration's stand-in for a telephone, named as such. */
export const outboxPage = (frame: PageFrame, messages: readonly Message[]): string =>
  page(
    frame,
    <>
      <h1>演示短信</h1>
      <p class="soft">这里代替真正的短信通道，只在演示环境出现；最新的在最前面。</p>
      {messages.length === 0 ? <p>还没有短信。</p> : null}
      <ul class="cards">
        {messages.map((message) => (
          <li class="card" key={message.id}>
            <p class="soft">{`发给 ${message.to} · ${message.createdAt}`}</p>
            <p>{message.text}</p>
          </li>
        ))}
      </ul>
    </>,
  )
