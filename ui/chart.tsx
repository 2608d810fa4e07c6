import { DownloadOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { BarChart, LineChart, ScatterChart } from 'echarts/charts'
import { GridComponent, MarkLineComponent, TitleComponent, TooltipComponent } from 'echarts/components'
import { init, use, type EChartsCoreOption } from 'echarts/core'
import { CanvasRenderer, SVGRenderer } from 'echarts/renderers'
import { useEffect, useRef } from 'react'
import { useAppearance } from './look.tsx'
import { useTexts } from './texts.ts'

const texts = { savePicture: { zh: '存为图片（.png）', en: 'Save as picture (.png)' } } as const

use([BarChart, LineChart, ScatterChart, GridComponent, MarkLineComponent, TitleComponent, TooltipComponent, SVGRenderer, CanvasRenderer])

/** Colours that differ in lightness as well as in hue; what matters also differs in its mark. */
export function useInk() {
  const { dark } = useAppearance()
  return dark
    ? { ink: '#c3c8d2', grid: '#2b323c', line: '#6ea8ff', target: '#f2b155', alarm: '#ff9d6b', soft: '#8b93a1', paper: '#14181f' }
    : { ink: '#4a5260', grid: '#e6e9ef', line: '#0958d9', target: '#9a5b00', alarm: '#a63300', soft: '#6b7280', paper: '#ffffff' }
}

const [width, pixels] = [1200, 2]
/** A picture is two fifths as high as it is wide, unless the chart needs more room for its lines. */
const usual = 280

/** A chart that fits its place and can be taken along as a picture; the table beneath it carries the same figures. Import it lazily: it brings the library of charts. */
export function Chart({ option, label, file, height = usual }: { option: EChartsCoreOption; label: string; file: string; height?: number }) {
  const t = useTexts(texts)
  const { ink, paper } = useInk()
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (place.current === null) return undefined
    const chart = init(place.current, undefined, { renderer: 'svg' })
    chart.setOption({ animation: false, ...option })
    const resize = new ResizeObserver(() => chart.resize())
    resize.observe(place.current)
    return () => {
      resize.disconnect()
      chart.dispose()
    }
  }, [option])
  const save = () => {
    const sheet = document.createElement('div')
    const chart = init(sheet, undefined, { renderer: 'canvas', width, height: Math.max(height, Math.round((width * 2) / 5)) })
    // Outside of the page nothing around it says what it shows.
    const { grid } = option
    chart.setOption({ animation: false, ...option, title: { text: file, left: 8, top: 8, textStyle: { color: ink, fontSize: 16 } }, grid: { ...(typeof grid === 'object' ? grid : {}), top: 56 } })
    const link = document.createElement('a')
    link.href = chart.getDataURL({ type: 'png', pixelRatio: pixels, backgroundColor: paper })
    link.download = `${file}.png`
    link.click()
    chart.dispose()
  }
  return (
    <>
      <div ref={place} role="img" aria-label={label} style={{ height }} />
      <p className="row chart-save"><Button size="small" icon={<DownloadOutlined />} onClick={save}>{t('savePicture')}</Button></p>
    </>
  )
}

/** A name may hold anything; a tooltip is markup. */
export const escaped = (name: string): string => name.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
