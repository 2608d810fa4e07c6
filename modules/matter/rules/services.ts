/** What the plans call a service and this module carries: a matter of one of these kinds is a use of it. Tips are left out: that there was one is nobody's to read off. */
export const services: Readonly<Record<string, { readonly zh: string; readonly en: string; readonly place: string; readonly kinds: readonly string[] }>> = {
  'complaint-intake': { zh: '投诉举报受理', en: 'Complaint intake', place: '/matters', kinds: ['complaint', 'suggestion', 'enquiry', 'help-request'] },
  'problem-ledger': { zh: '问题台账服务', en: 'Problem ledger', place: '/matters/ledger', kinds: ['problem', 'finding'] },
  'opinion-watch': { zh: '舆情登记与分派', en: 'Opinion watch', place: '/matters', kinds: ['public-opinion'] },
}

export const serviceKinds = (key: string): readonly string[] => services[key]?.kinds ?? []
export const servicesOf = (kind: string): string[] => Object.entries(services).flatMap(([key, service]) => (service.kinds.includes(kind) ? [key] : []))
