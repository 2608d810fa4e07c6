import { useEffect, useState } from 'react'

/** The follow page as a picture for the slip; made here, and the code itself is never part of an address. */
export function SlipQr({ url }: { url: string }) {
  const [svg, setSvg] = useState<string | null>(null)
  useEffect(() => {
    let isHere = true
    const draw = async () => {
      const { toString } = await import('qrcode')
      const drawn = await toString(url, { type: 'svg', margin: 2 })
      if (isHere) setSvg(drawn)
    }
    // Without the picture the address is still on the slip.
    draw().catch(() => undefined)
    return () => {
      isHere = false
    }
  }, [url])
  return svg === null ? null : <img src={`data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`} alt={url} width={140} height={140} />
}
