type Words = { readonly zh: string; readonly en: string }

/** The letter to patients: our own words, as data; the commission's name is filled in. {who} stands for it. */
export const letter: { readonly title: Words; readonly greeting: Words; readonly parts: readonly { readonly title: Words; readonly lines: readonly Words[] }[]; readonly closing: Words } = {
  title: { zh: '致病友和家属的一封信', en: 'A letter to patients and their families' },
  greeting: { zh: '来看病，心里难免着急。这封信把您能要求什么、也请您做到什么、有话找谁说，都写在一页上。', en: 'Nobody comes to a hospital at ease. This page says what you may ask for, what we ask of you, and whom to turn to.' },
  parts: [
    {
      title: { zh: '您可以这样要求', en: 'What you may ask for' },
      lines: [
        { zh: '知道自己得的是什么病、怎么治、有什么风险、大概花多少钱；听不懂，可以请医生再讲一遍。', en: 'To know what you have, how it is treated, what may go wrong and roughly what it costs; and to have it explained once more.' },
        { zh: '做手术、特殊检查和特殊治疗以前，先说清楚，您同意了再做。', en: 'To be told before an operation or a special examination, and to agree first.' },
        { zh: '看诊、检查、换药时，旁人回避，病情不外传。', en: 'To be seen without bystanders, and that your illness is nobody else’s business.' },
        { zh: '查看和复印自己的病历，看清每一笔收费。', en: 'To read and copy your records, and to see what each charge is for.' },
        { zh: '不送礼、不塞红包，一样得到该有的照顾。谁暗示要钱，您可以举报。', en: 'To be cared for as well without any gift. Whoever hints at money may be reported.' },
      ],
    },
    {
      title: { zh: '也请您做到', en: 'What we ask of you' },
      lines: [
        { zh: '如实说病情、过敏史和正在吃的药。', en: 'Tell truly what troubles you, what you are allergic to and what you take.' },
        { zh: '按号排队；急危重病人先看，请您体谅。', en: 'Keep to the queue; who is in danger goes first.' },
        { zh: '有意见走下面的渠道，不吵不闹，不伤害医务人员。', en: 'Raise what is wrong in the ways below, without quarrel and without hurting anybody.' },
        { zh: '在医院里不抽烟、轻声说话，看好随身的东西。', en: 'No smoking, a low voice, and an eye on your belongings.' },
      ],
    },
    {
      title: { zh: '有话这样说', en: 'How to be heard' },
      lines: [
        { zh: '先找身边的医生护士，或医院的投诉接待处；头一个接到的人要负责到底，不能推来推去。', en: 'First ask whoever is near, or the place where complaints are received; who is asked first stays responsible.' },
        { zh: '也可以扫下面的码，投诉、举报、提建议、表扬、咨询都行；举报可以不留姓名。', en: 'Or scan the picture below to complain, report, suggest, praise or ask; a report needs no name.' },
        { zh: '交上去以后有查询码，走到哪一步、哪天答复，都查得到。', en: 'You get a code that shows each step and the day of the answer.' },
        { zh: '还可以拨打12345，或向卫生健康委反映。', en: 'You can also ring 12345 or turn to the health commission.' },
      ],
    },
  ],
  closing: { zh: '愿您早日康复。', en: 'We wish you a good recovery.' },
}
