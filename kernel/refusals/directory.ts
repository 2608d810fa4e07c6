/** Refusals of the directory: bodies, departments, staff, posts, import. */
export const directoryRefusals = {
  'directory.post_taken': { status: 409, zh: '这个岗位在该时间段内已有人任职，没有保存。', en: 'Somebody already holds this post in that time; nothing was kept.' },
  'directory.credit_code_taken': { status: 409, zh: '统一社会信用代码已被另一机构使用，没有保存。', en: 'Another institution already has this unified social credit code; nothing was kept.' },
  'directory.department_exists': { status: 409, zh: '本机构已有同名科室，没有保存。', en: 'The institution already has a department of this name; nothing was kept.' },
  'directory.employee_number_taken': { status: 409, zh: '工号已被本机构另一人使用，没有保存。', en: 'The employee number is taken in this institution; nothing was kept.' },
} as const
