import type { Column } from '../../../register/rules/import/columns.ts'

const column = (key: string, title: string, hint: string, synonyms: readonly string[] = [], required = false): Column => ({ key, title, hint, synonyms, required, field: null })

/** Rule IN-14: the columns of a sheet of orders; headings are found by name or a synonym, wherever they stand. */
export const orderColumns: readonly Column[] = [
  column('number', '单号', '对方的工单号或信访件编号，不重复', ['工单号', '工单编号', '编号', '诉求编号', '信访件编号', '受理编号', '转办单号'], true),
  column('kind', '类别', '投诉、建议、咨询等，不填按投诉', ['诉求类别', '诉求类型', '事项类别', '类型', '信件类型']),
  column('title', '标题', '一句话，可不填', ['诉求标题', '主题', '概述']),
  column('text', '内容', '诉求内容', ['诉求内容', '反映内容', '问题描述', '来信内容', '工单内容', '主要内容'], true),
  column('institution', '涉及机构', '机构全称或统一社会信用代码；不填由本单位办理', ['机构', '被反映单位', '涉及单位', '承办单位', '医院', '责任单位']),
  column('place', '地点', '可不填', ['发生地点', '地址']),
  column('name', '姓名', '可不填', ['来电人', '反映人', '诉求人', '联系人', '来信人', '信访人']),
  column('phone', '电话', '可不填', ['联系电话', '来电号码', '联系方式', '手机', '手机号']),
  column('receivedAt', '来件时间', '如 2026-03-01 或 2026-03-01 14:30', ['受理时间', '来电时间', '登记时间', '来信时间', '信访日期']),
  column('dueOn', '办理期限', '对方要求办结的最后一天，如 2026-03-08', ['截止日期', '办结期限', '限办时间', '办结时限', '答复期限', '到期日期']),
]
