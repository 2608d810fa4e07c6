/** Refusals of what citizens attach. */
export const attachmentRefusals = {
  'file.heic': { status: 415, zh: '这是苹果手机的HEIC图片，多数电脑打不开，没有保存；请在手机“设置→相机→格式”选“兼容性最佳”，或截屏后再传。', en: 'This is a HEIC picture that most computers cannot open; it was not kept. Send a JPEG or a screenshot instead.' },
  'file.broken': { status: 415, zh: '这个文件不完整，打不开，没有保存；请重新选择或重新拍摄。', en: 'This file is not whole and cannot be opened; it was not kept. Choose it again.' },
  'file.picture_huge': { status: 413, zh: '这张图片的尺寸太大，没有保存；请缩小后再传。', en: 'This picture has too many pixels; it was not kept. Make it smaller.' },
  'file.too_many': { status: 413, zh: '文件太多，没有保存；一次最多可传几个', en: 'Too many files; none was kept. The most at a time' },
  'file.too_large_together': { status: 413, zh: '几个文件加起来太大，没有保存；合计上限', en: 'The files together are too large; none was kept. The most together' },
  'file.infected': { status: 415, zh: '这个文件带有病毒，没有保存；请不要再打开它。', en: 'This file carries a virus; it was not kept. Do not open it.' },
  'file.scan_down': { status: 409, zh: '文件暂时不能检查，没有保存；可以先只提交文字，过后再补传文件。', en: 'Files cannot be checked at the moment and were not kept; send the words now and add the files later.' },
} as const
