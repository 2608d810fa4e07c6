/** Refusals of leagues and of what is compared with other regions. */
export const appraisalRefusals = {
  'appraisal.unknown_league': { status: 404, zh: '没有这种排名。', en: 'There is no such league.' },
  'appraisal.not_your_league': { status: 403, zh: '机构排名由本地卫健委经办，科室排名由本单位经办。', en: 'Leagues of institutions are drawn up by their commission, those of departments by the house itself.' },
  'appraisal.head_only': { status: 403, zh: '只有负责人可以定稿公布。', en: 'Only the head freezes and publishes.' },
  'appraisal.published': { status: 409, zh: '这一期已经定稿公布，没有改动；之后的数据变化会在原数旁边注明。', en: 'This period is published and was not changed; later figures are shown beside it.' },
  'appraisal.not_over': { status: 409, zh: '这一期还没有结束，没有生成；请在期末之后再排。', en: 'The period is not over, nothing was made; come back after its last day.' },
  'appraisal.exists': { status: 409, zh: '这一期已经有了，没有重复生成；请打开已有的那一份。', en: 'There is one of this period already; open it instead.' },
  'appraisal.nobody': { status: 409, zh: '没有可以排名的单位，没有生成。', en: 'There is nobody to rank; nothing was made.' },
  'appraisal.nobody_ranked': { status: 409, zh: '没有一家数据够得上排名，不能公布；请看各单位缺什么数据。', en: 'Nobody has enough data to be ranked, so nothing was published; see what each lacks.' },
  'appraisal.weights_unfit': { status: 400, zh: '权重要逐项填整数、合计100，没有保存。', en: 'Weights are whole numbers, a hundred together; nothing was kept.' },
  'appraisal.seen_is_old': { status: 409, zh: '您看到的不是最新的一版，没有公布；请刷新后再看一遍。', en: 'What you saw is no longer what would be published; nothing was published. Reload and look again.' },
  'appraisal.benchmark_commission_only': { status: 403, zh: '对标数值由卫健委登记。', en: 'The commission puts down how other regions do.' },
  'appraisal.benchmark_unknown_measure': { status: 400, zh: '这个指标不能对标（不存在，或者不分好坏），没有保存。', en: 'This measure cannot be compared (unknown, or neither way is better); nothing was kept.' },
  'appraisal.benchmark_no_own_value': { status: 409, zh: '本地上一期还没有这个指标的数值，没有保存；等有了数据再登记。', en: 'There is no value of our own for the last period; nothing was kept.' },
  'appraisal.benchmark_ahead': { status: 400, zh: '数据日期在今天之后，没有保存。', en: 'The date lies ahead; nothing was kept.' },
  'appraisal.benchmark_withdrawn': { status: 409, zh: '这条对标数值已经撤回过。', en: 'This entry was withdrawn already.' },
} as const
