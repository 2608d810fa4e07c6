import { DownloadOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { LineChart, ScatterChart } from 'echarts/charts'
import { GridComponent, MarkLineComponent, TooltipComponent } from 'echarts/components'
import { init, use, type EChartsCoreOption } from 'echarts/core'
import { CanvasRenderer, SVGRenderer } from 'echarts/renderers'
import { useEffect, useRef } from 'react'
import { useAppearance } from '../../../ui/look.tsx'
import { useTexts } from '../../../ui/texts.ts'
import { texts } from './texts.ts'

use([LineChart, ScatterChart, GridComponent, MarkLineComponent, TooltipComponent, SVGRenderer, CanvasRenderer])

/** Colours that differ in lightness as well as in hue; what matters also differs in its mark. */
export function useInk() {
  const { dark } = useAppearance()
  return dark
    ? { ink: '#c3c8d2', grid: '#2b323c', line: '#6ea8ff', target: '#f2b155', alarm: '#ff9d6b', soft: '#8b93a1', paper: '#14181f' }
    : { ink: '#4a5260', grid: '#e6e9ef', line: '#0958d9', target: '#9a5b00', alarm: '#a63300', soft: '#6b7280', paper: '#ffffff' }
}

const [width, pixels] = [1200, 2]

/** A chart that fits its place and can be taken along as a picture; the table beneath it carries the same figures. */
export function Chart({ option, label, file, height = 280 }: { option: EChartsCoreOption; label: string; file: string; height?: number }) {
  const t = useTexts(texts)
  const { paper } = useInk()
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
    const chart = init(sheet, undefined, { renderer: 'canvas', width, height: Math.round((width * 2) / 5) })
    chart.setOption({ animation: false, ...option })
    const link = document.createElement('a')
    link.href = chart.getDataURL({ type: 'png', pixelRatio: pixels, backgroundColor: paper })
    link.download = `${file}.png`
    link.click()
    chart.dispose()
  }
  return (
    <>
      <div ref={place} role="img" aria-label={label} style={{ height }} />
      <p className="row measure-save"><Button size="small" icon={<DownloadOutlined />} onClick={save}>{t('savePicture')}</Button></p>
    </>
  )
}
