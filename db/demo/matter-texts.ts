/** What people of the county say, and what they are told; departments by the hospitals' own names, the first that a body has is asked. */
export type Voice = { readonly category: string; readonly title: string; readonly body: string; readonly answer: string; readonly verdict: string; readonly departments: readonly string[] }

const voice = (category: string, departments: readonly string[], title: string, body: string, verdict: string, answer: string): Voice => ({ category, title, body, answer, verdict, departments })
const out = ['门诊部', '内科', '妇科', '全科门诊', '全科诊室']
const drugs = ['药剂科', '中药房', '药房']
const tests = ['检验科', '医学影像科', '放射科']
const wards = ['骨科', '骨伤科', '产科', '外科', '护理部']

export const complaints: readonly Voice[] = [
  voice('waiting', out, '早上排队两个多小时才看上病', '早上七点半到，取号机前排了一个小时，诊室外又等了一个多小时，中间没有人说明前面还有几位。', 'substantiated', '您反映的情况属实。当天一台取号机故障未及时报修。已修复并增设一台，诊室外电子屏显示等候人数，高峰时段由导医人工取号。'),
  voice('attitude', out, '咨询时被不耐烦地打断', '老人听不清，多问了两遍在哪里抽血，窗口人员提高声音说“牌子上写着”。', 'substantiated', '经调取监控并询问当事人，情况属实。已对当事人批评教育，科室组织了沟通培训，窗口增设老年患者优先服务。'),
  voice('charges', tests, '同一项检查收了两次费', '上周做过一次检查，换了科室又让重做，结果前后只差三天，费用付了两次。', 'partly', '两次检查中一次属于复查需要，另一次因未查看已有结果而重复开单。重复部分费用已退还，已要求开单前先查七日内结果。'),
  voice('process', out, '出院结算跑了三个窗口', '办出院先到护士站，又到医保窗口，再到收费处，每处都要重新排队。', 'substantiated', '情况属实。已将医保审核与结算合并到一个窗口，并在病区开通床旁结算。'),
  voice('environment', wards, '病区卫生间地面湿滑没有扶手', '陪护时差点摔倒，跟护士说了两次，三天还没有处理。', 'substantiated', '情况属实。病区卫生间已加装扶手和防滑垫，保洁改为每两小时巡查一次并签字。'),
  voice('quality', wards, '换药时没有消毒到位', '家属看到换药时镊子碰到床单后继续使用。', 'partly', '经护理质控小组核查，操作顺序不规范的情况存在，未造成感染。已对操作人员重新考核，合格后上岗。'),
  voice('quality', drugs, '发药时少给了一种药', '回家核对处方发现少了一盒药，打电话过去才补上。', 'substantiated', '情况属实，为发药核对疏漏。已实行双人核对和扫码复核，药品已送到您家中并致歉。'),
  voice('privacy', out, '诊室门开着看病，外面的人都听得到', '看病时门一直开着，后面的人挤在门口，说病情很尴尬。', 'substantiated', '情况属实。已落实一医一患一诊室，门口设等候线，候诊区安排专人维持秩序。'),
  voice('waiting', tests, '检查预约要等一周', '医生开了检查，预约台说最早要下周三，问能不能提前没有人答复。', 'not', '该项检查当周号源已满，您的病情属于常规检查，预约时间符合规定。已为您登记候补，有退号会第一时间通知。'),
  voice('attitude', wards, '夜里按铃很久没有人来', '夜里老人不舒服，按铃二十分钟才有护士过来，解释说在抢救别的病人。', 'partly', '当晚值班护士参加抢救，未及时安排替班人员查看，存在不足。已增加夜间备班一人，并要求十分钟内必须应铃。'),
  voice('charges', out, '停车费和说好的不一样', '门口写前三十分钟免费，出来还是收了费。', 'substantiated', '情况属实，为收费系统时间设置错误，已更正，多收费用原路退回。'),
  voice('process', drugs, '慢病药一次只给开七天', '每周都要跑一趟，来回两个小时，同样的药别处可以开一个月。', 'substantiated', '您反映的问题属实。按规定病情稳定的慢性病患者可以开长期处方，已重新培训并在门诊公示办理办法。'),
  voice('safety', wards, '输液时没有人核对姓名', '换第二瓶液时没有问名字也没有扫腕带，直接挂上就走了。', 'substantiated', '情况属实。已停岗培训当事人，全院开展身份核对专项检查，结果在院内公布。'),
  voice('other', out, '轮椅借不到', '服务台说轮椅都借出去了，没有登记什么时候能还回来。', 'partly', '当日轮椅确已借完，但登记不规范。已增加轮椅十辆，实行扫码借还。'),
]

export const suggestions: readonly Voice[] = [
  voice('service', out, '建议开设午间门诊', '上班的人请假看病不方便，希望中午也能看。', 'adopted', '采纳。自下月起内科、儿科中午连诊，号源在网上放出。'),
  voice('environment', out, '建议候诊区多放几个充电的地方', '手机没电就没法付钱，找了半天没有插座。', 'adopted', '采纳。已在候诊区增设充电柜两组。'),
  voice('information', out, '建议把楼层图放大', '指示牌的字太小，老人看不清。', 'adopted', '采纳。已更换大字楼层图，并在电梯口加装语音播报。'),
  voice('staff', out, '建议在挂号处安排会方言的志愿者', '有的老人听不懂普通话。', 'partly', '部分采纳。周一至周五上午安排志愿者，其余时间由服务台协助。'),
  voice('service', tests, '建议检查结果发到手机上', '为了拿一张报告来回跑一趟。', 'adopted', '采纳。检验结果已可在手机上查询，影像报告正在接入。'),
  voice('environment', wards, '建议病区提供陪护床租借', '陪护只能睡椅子。', 'not', '暂不采纳。病房面积有限，加床影响抢救通道；已在护士站备有可借用的躺椅。'),
]

export const enquiries: readonly Voice[] = [
  voice('visit', out, '复印病历要带什么', '想给父亲复印去年的病历，我去办可以吗？', 'not', '可以。请带患者和您本人的身份证原件、授权委托书，到病案室办理，当日可取。'),
  voice('insurance', out, '异地医保能不能直接结算', '外地的医保卡住院能直接报吗？', 'not', '可以。请先在参保地办理异地就医备案，入院时出示社保卡或医保码。'),
  voice('procedure', out, '儿童体检要预约吗', '孩子三岁，想做入园体检。', 'not', '需要。请在网上或服务台预约周二、周四上午，带上预防接种证。'),
  voice('policy', out, '双向转诊之后还要不要挂号', '从卫生院转上来的还用重新排队挂号吗？', 'not', '不用。凭转诊单到一楼转诊窗口，由专人安排就诊。'),
]

export const helps: readonly Voice[] = [
  voice('transport', out, '老人行动不便，求助就诊陪同', '独居老人腿脚不便，下周一复查没有人陪。', 'not', '已安排志愿者当日在门口接应并全程陪诊。'),
  voice('record', out, '出生证明信息写错求更正', '孩子出生证明上住址写错了，上户口被退回。', 'not', '已核对原始登记，为您换发，请带原件来服务中心领取。'),
  voice('emergency', out, '家中老人突然说话不清，求告知怎么办', '老人半小时前开始说话含糊、一侧手没劲。', 'not', '已立即电话联系并派出急救车，现已入院治疗。以后遇到这种情况请直接拨打急救电话。'),
]

export const praises: readonly Voice[] = [
  voice('help', out, '感谢导医一路陪着我做完检查', '一个人来看病，导医小姑娘把我从挂号送到检查室。', 'not', '已转告本人和科室，谢谢您的鼓励。'),
  voice('skill', wards, '手术很成功，感谢全体医护', '父亲的手术做得好，护理也细心。', 'not', '已转告本人和科室，祝老人早日康复。'),
]

export const tips: readonly Voice[] = [
  voice('over-treatment', [], '反映住院期间开了用不上的检查', '住院五天做了三次同样的检查，问医生说是规定。', 'partly', '经核查，其中一次检查依据不足。已退还费用并对当事人作出处理。'),
  voice('red-envelope', [], '反映手术前有人暗示要表示一下', '不愿意说名字，怕影响后面的治疗。', 'not', '经调阅记录、走访同期患者，未发现收受行为。已对科室开展谈话提醒。'),
]

export const opinions: readonly Voice[] = [
  voice('service', out, '网帖：急诊等了一个小时没人管', '本地论坛有帖子称急诊等候一小时无人接诊，跟帖四十余条。', 'partly', '经核实，该患者分诊为三级，等候五十分钟，期间护士评估一次。已在原帖说明情况并公布改进措施。'),
  voice('rumour', out, '群里传某科室停诊', '多个微信群转发称儿科停诊。', 'not', '不实信息。儿科正常开诊，已在公众号发布说明。'),
]

type Problem = { readonly category: string; readonly title: string; readonly body: string; readonly measure: string; readonly done: string; readonly departments: readonly string[] }
const problem = (category: string, departments: readonly string[], title: string, body: string, measure: string, done: string): Problem => ({ category, departments, title, body, measure, done })

export const problems: readonly Problem[] = [
  problem('service', out, '自助机上没有长辈模式', '自查发现六台自助机字号不可调。', '联系厂家升级程序，未升级前安排专人帮办。', '六台自助机已升级，门诊帮办岗在位。'),
  problem('safety', wards, '治疗车急救药品过期一支', '护理部巡查发现。', '当日更换，建立每周清点。', '已更换并建立清点记录，连续四周无过期。'),
  problem('facility', out, '无障碍坡道被占用', '停放电动车占用坡道。', '清理并划线，保安巡查。', '坡道已清理并划线，设禁停桩。'),
  problem('parking', out, '早高峰车辆排到路口', '早八点至九点进场车辆排队约三百米。', '职工车辆外停，腾出车位给患者。', '职工车辆已外停，腾出车位六十个。'),
  problem('process', tests, '检查报告取件点不统一', '患者要到三处取报告。', '合并到一个窗口，开通自助打印。', '已合并取件窗口，自助打印机两台投入使用。'),
  problem('idle', out, '会诊申请超过时限未响应', '抽查发现三例会诊超过二十四小时。', '会诊超时自动提醒科主任，纳入考核。', '近一月会诊全部在时限内完成。'),
  problem('conduct', out, '个别人员上班时间看手机', '行风巡查发现两人次。', '批评教育，科室自查。', '已批评教育，复查未再发现。'),
  problem('service', drugs, '取药窗口午间无人', '中午十二点到一点半窗口关闭。', '实行轮班，中午不断档。', '午间轮班已执行，值班表公示。'),
]

export const findings: readonly Problem[] = [
  problem('record', wards, '抽查病历知情同意书缺签名', '专项检查抽查三十份，两份缺患者签名。', '补充告知，培训并纳入质控。', '已补充告知，质控抽查五十份均完整。'),
  problem('law', out, '一名进修人员未按要求注册多点执业', '监督检查发现。', '停止单独执业，完善备案。', '已完成备案，院内开展执业资质自查。'),
  problem('facility', wards, '医疗废物暂存点标识不清', '督导检查发现。', '更换标识，规范交接登记。', '标识已更换，交接登记完整。'),
]

export const reasons = {
  offer: '来件涉及贵科室，请接收办理并在期限内回复。', refuse: '该问题主要发生在其他科室，我科无法核实。', join: '同时涉及收费和诊疗，请一并核实，各自提出意见。', part: '我科已核实，意见见附件说明。', chase: '群众反映较集中，请在新的期限前办结并书面回复。',
  reopen: '说是改了，昨天去还是老样子。', callback: '电话回访，已逐项说明处理情况。', dissatisfied: '回访时表示问题没有解决。', merged: '与前一件为同一问题。', checked: '现场核查，整改到位。', signed: '材料齐全、现场属实，同意销号。', held: '回头看未见反弹。', publish: '答复具有普遍性，隐去个人信息后公开。',
} as const
