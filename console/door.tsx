import { GlobalOutlined } from '@ant-design/icons'
import { Outlet } from '@tanstack/react-router'
import { Button } from 'antd'
import { useChoice } from './appearance.tsx'
import { Mark } from './mark.tsx'
import { useTexts } from '../ui/texts.ts'
import { texts } from './texts.ts'

/** What stands around the sign-in: the name of the house, and the language before anyone is known. */
export function Door() {
  const t = useTexts(texts)
  const { locale, setLocale } = useChoice()
  return (
    <main className="enter">
      <div className="enter-box">
        <div className="enter-brand">
          <Mark size={40} />
          <div>
            <b>回音</b>
            <span>{t('motto')}</span>
          </div>
        </div>
        <Outlet />
        <div className="enter-foot">
          <Button type="text" size="small" icon={<GlobalOutlined />} lang={locale === 'zh' ? 'en' : 'zh-CN'} onClick={() => setLocale(locale === 'zh' ? 'en' : 'zh')}>
            {locale === 'zh' ? 'English' : '中文'}
          </Button>
        </div>
      </div>
    </main>
  )
}
