/** Refusals of files of prescription and fee lines. */
export const prescribingRefusals = {
  'prescribing.bundle_no_class': { status: 400, zh: '文件里有收费项目没有带就诊（Encounter）或就诊没有写类别（class：AMB、EMER、IMP 等），分不清门诊、急诊和住院；没有导入。请让系统连同 Encounter 一起导出。', en: 'A charge in the bundle has no Encounter or its Encounter no class (AMB, EMER, IMP …), so that outpatients and stays cannot be told apart; nothing was taken. Export the encounters along.' },
  'prescribing.not_your_house': { status: 403, zh: '只有本单位的经办人、负责人或药师可以办理。', en: 'Only the clerk, the head or a pharmacist of this institution may do this.' },
  'prescribing.too_large': { status: 413, zh: '文件超过上限，没有接收；请按月分开导出', en: 'The file is too large and was not taken; export it by month' },
  'prescribing.sheet_too_large': { status: 413, zh: '表格文件太大，没有读；请另存为 .csv 再传，大小不限于此', en: 'The spreadsheet is too large and was not read; save it as .csv' },
  'prescribing.not_coming': { status: 409, zh: '这个文件已经传完，没有再收；请刷新后查看状态。', en: 'This file has already arrived; nothing more was taken. Look again.' },
  'prescribing.piece_beyond': { status: 422, zh: '这一段不属于该文件，没有接收；请重新选择文件。', en: 'This piece does not belong to the file; it was not taken. Choose the file again.' },
  'prescribing.pieces_missing': { status: 409, zh: '文件没有传完整，已传部分保留；请继续上传，缺少的段', en: 'The file is not complete; what came is kept. Go on with pieces' },
  'prescribing.not_readable': { status: 422, zh: '读不出表头，没有导入；请传带表头的 .csv、.xlsx 或 FHIR Bundle。', en: 'No heading was found; nothing was taken. Send .csv or .xlsx with a heading, or a FHIR bundle.' },
  'prescribing.not_asked': { status: 409, zh: '这个文件现在不需要核对对应关系，没有改动；请刷新后再看。', en: 'The columns of this file are not being asked for now; nothing was changed. Look again.' },
  'prescribing.columns_missing': { status: 422, zh: '对应关系还缺必填的列，没有导入', en: 'Columns that are needed are not mapped; nothing was taken' },
  'prescribing.columns_double': { status: 422, zh: '同一列对应了两项，没有导入', en: 'One column is mapped twice; nothing was taken' },
  'prescribing.not_in': { status: 409, zh: '这个文件没有可以撤回的内容，没有改动；请刷新后再看。', en: 'There is nothing of this file to take back; nothing was changed. Look again.' },
  'prescribing.catalog_no_heading': { status: 422, zh: '药品目录缺少必填的列，没有导入', en: 'The drug catalogue lacks columns that are needed; nothing was taken' },
  'prescribing.catalog_fault': { status: 422, zh: '药品目录有一行读不出来，整份没有导入', en: 'A row of the drug catalogue cannot be read; nothing was taken' },
  'prescribing.catalog_not_yours': { status: 403, zh: '药品目录由卫生健康委维护。', en: 'The drug catalogue is kept by the commission.' },
  'prescribing.code_unknown_target': { status: 422, zh: '选择的科室或人员不属于本单位，没有保存。', en: 'The department or person does not belong to this institution; nothing was kept.' },
} as const
