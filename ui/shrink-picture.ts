/** Long side and quality at which a page of small print is still readable on a screen. */
const quality = 0.82

const newName = (name: string, type: string): string => `${name.replace(/\.[^.]*$/, '') || 'picture'}.${type === 'image/png' ? 'png' : 'jpg'}`

/**
 * A picture as it is sent: at most so many pixels on its long side, as JPEG. Writing it anew also leaves out where it was
 * taken, which a phone puts into every picture. Throws where the browser cannot read the picture.
 */
export async function shrinkPicture(file: File, longest = 1600, type: 'image/jpeg' | 'image/png' = 'image/jpeg'): Promise<File> {
  const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' })
  const scale = Math.min(1, longest / Math.max(bitmap.width, bitmap.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(bitmap.width * scale))
  canvas.height = Math.max(1, Math.round(bitmap.height * scale))
  const pen = canvas.getContext('2d')
  if (pen === null) throw new Error('no canvas')
  // What is transparent would turn black.
  pen.fillStyle = '#ffffff'
  pen.fillRect(0, 0, canvas.width, canvas.height)
  pen.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
  bitmap.close()
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, type, quality))
  if (blob === null) throw new Error('no picture')
  return new File([blob], newName(file.name, type), { type })
}

/** The same as PNG below a weight: made smaller until it fits. */
export async function shrinkToPng(file: File, mostBytes: number): Promise<File> {
  for (const longest of [900, 600, 400, 260]) {
    const made = await shrinkPicture(file, longest, 'image/png')
    if (made.size <= mostBytes) return made
  }
  return shrinkPicture(file, 160, 'image/png')
}

export const isPicture = (file: { type: string }): boolean => file.type.startsWith('image/')
