/** The dependency sentences of the house (ARCHITECTURE.md prints them). `$1` stands for what `from` caught. */
export type Sentence = {
  readonly name: string
  readonly says: string
  readonly from: RegExp
  readonly fromNot?: readonly RegExp[]
  /** Imports that match are forbidden … */
  readonly to: readonly RegExp[]
  /** … unless they also match one of these; `$1` is replaced by the first group of `from`. */
  readonly toNot?: readonly string[]
}

const part = (names: string) => new RegExp(`^modules/[^/]+/(?:${names})(?:\\.tsx?$|/)`)
const partText = (names: string) => `^modules/[^/]+/(?:${names})(?:\\.tsx?$|/)`
const tests = /\.test\.tsx?$/
const anything = [/./]

export const sentences: readonly Sentence[] = [
  { name: 'kernel-stands-alone', says: 'The kernel imports itself, zod and rrule, nothing else.', from: /^kernel\//, fromNot: [tests], to: anything, toNot: ['^kernel/', '^zod$', '^rrule$'] },
  { name: 'rules-are-pure', says: 'Rules import the kernel, zod (for the shapes of definition files) and rules.', from: part('rules'), fromNot: [tests], to: anything, toNot: ['^kernel/', '^zod$', partText('rules')] },
  { name: 'contracts-are-browser-safe', says: 'Contracts import the kernel, zod, contracts and rules.', from: part('contract'), to: anything, toNot: ['^kernel/', '^zod$', partText('contract'), partText('rules')] },
  { name: 'screens-see-contract-and-rules-only', says: 'Screens never import the server, the database or a store.', from: part('console|portal'), to: [/^server\//, /^db\//, part('store|commands|routes|jobs|workers|public')] },
  { name: 'only-stores-speak-sql', says: 'Only stores speak SQL.', from: /^modules\//, fromNot: [part('store'), tests], to: [/^kysely$/, /^pg$/] },
  { name: 'modules-meet-at-public', says: 'Modules meet at public, contract and rules.', from: /^modules\/([^/]+)\//, fromNot: [tests], to: [/^modules\//], toNot: ['^modules/$1/', partText('public|contract|rules')] },
  { name: 'platform-knows-no-module', says: 'The platform knows no module.', from: /^server\/platform\//, fromNot: [tests], to: [/^modules\//] },
  { name: 'console-and-portal-are-strangers', says: 'Console and portal never meet.', from: /(?:^|\/)portal\//, to: [/(?:^|\/)console\//, /^react/, /^antd/] },
  { name: 'only-the-platform-speaks-http', says: 'Only the server speaks HTTP.', from: /^(?!server\/|bench\/)/, to: [/^fastify$/, /^@fastify\//] },
  { name: 'fixtures-are-for-tests', says: 'Fixtures serve tests only.', from: /./, fromNot: [tests, /\/fixtures\.ts$/, /^server\/testing\//, /^bench\//, /^e2e\//], to: [/\/fixtures\.ts$/, /^server\/testing\//] },
  { name: 'ui-knows-no-domain', says: 'The shared components know no module.', from: /^ui\//, to: [/^modules\//, /^server\//, /^console\//] },
  { name: 'directory-imports-no-module', says: 'The directory imports no other module.', from: /^modules\/directory\/(?!console)/, fromNot: [tests], to: [/^modules\/(?!directory\/)/] },
  { name: 'engines-know-the-directory-only', says: 'The engines plan, matter, register and measure import no module but the directory, the reader and their own kind.', from: /^modules\/(?:plan|matter|register|measure)\/(?!console)/, fromNot: [tests], to: [/^modules\//], toNot: ['^modules/(?:plan|matter|register|measure|directory|reader|notice)/'] },
]

export type Fault = { readonly sentence: string; readonly file: string; readonly target: string }

/** Judges one import; `target` is a project path or a package name. */
export function faultsOf(file: string, target: string): Fault[] {
  const found: Fault[] = []
  for (const sentence of sentences) {
    const caught = sentence.from.exec(file)
    if (caught === null || sentence.fromNot?.some((each) => each.test(file)) === true) continue
    if (!sentence.to.some((each) => each.test(target))) continue
    const allowed = (sentence.toNot ?? []).some((each) => new RegExp(each.replaceAll('$1', caught[1] ?? '')).test(target))
    if (!allowed) found.push({ sentence: sentence.name, file, target })
  }
  return found
}
