import { Button } from 'antd'
import { useRef, useState, type PointerEvent } from 'react'
import { BlobPicture } from './file-picks.tsx'
import { useTexts } from './texts.ts'

const texts = {
  sign: { zh: '手写签名区，用手指或鼠标书写', en: 'Write your name here with a finger or the mouse' },
  clear: { zh: '重签', en: 'Sign again' },
  signed: { zh: '签名', en: 'Signature' },
} as const

/** The paper: wide enough for a name; the picture stays far below what a signature may weigh. */
const size = { width: 1000, height: 360 }

/** A name written by hand; what is written is handed on as a picture after each stroke. */
export function SignaturePad({ value, onChange, labelId }: { value: Blob | null; onChange: (picture: Blob | null) => void; labelId: string }) {
  const t = useTexts(texts)
  const canvas = useRef<HTMLCanvasElement>(null)
  const last = useRef<readonly [number, number] | null>(null)
  // One that came back from a draft is shown as it is; the pen starts on an empty sheet.
  const [fresh, setFresh] = useState(value === null)
  const [written, setWritten] = useState(false)

  const placeOf = (event: PointerEvent<HTMLCanvasElement>): readonly [number, number] => {
    const box = event.currentTarget.getBoundingClientRect()
    return [((event.clientX - box.left) * size.width) / box.width, ((event.clientY - box.top) * size.height) / box.height]
  }
  const draw = (event: PointerEvent<HTMLCanvasElement>) => {
    const pen = canvas.current?.getContext('2d')
    const from = last.current
    if (pen === null || pen === undefined || from === null) return
    const to = placeOf(event)
    pen.lineWidth = 7
    pen.lineCap = 'round'
    pen.strokeStyle = '#101828'
    pen.beginPath()
    pen.moveTo(...from)
    pen.lineTo(...to)
    pen.stroke()
    last.current = to
  }
  const lift = () => {
    if (last.current === null) return
    last.current = null
    setWritten(true)
    canvas.current?.toBlob((picture) => { if (picture !== null) onChange(picture) }, 'image/png')
  }
  const clear = () => {
    canvas.current?.getContext('2d')?.clearRect(0, 0, size.width, size.height)
    setWritten(false)
    setFresh(true)
    onChange(null)
  }
  return (
    <div className="sign">
      {fresh ? (
        <canvas
          ref={canvas}
          {...size}
          className="sign-sheet"
          role="img"
          aria-label={t('sign')}
          onPointerDown={(event) => {
            event.currentTarget.setPointerCapture(event.pointerId)
            last.current = placeOf(event)
            draw(event)
          }}
          onPointerMove={draw}
          onPointerUp={lift}
          onPointerCancel={lift}
        />
      ) : value === null ? null : <BlobPicture blob={value} alt={t('signed')} className="sign-sheet" />}
      {written || !fresh ? <Button onClick={clear} aria-describedby={labelId}>{t('clear')}</Button> : null}
    </div>
  )
}
