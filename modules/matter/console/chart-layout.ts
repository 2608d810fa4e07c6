/** A layered drawing of states and moves (after Sugiyama): layers from top to bottom, few crossings, what passes over layers at the sides. */
export type ChartMove = { readonly from: string; readonly to: string; readonly label: string }
export type Box = { readonly key: string; readonly x: number; readonly y: number }
export type Line = { readonly from: string; readonly to: string; readonly path: string; readonly back: boolean; readonly label: { readonly words: string; readonly x: number; readonly y: number } }
export type Layout = { /** Where the drawing begins: lanes of what leads back lie left of zero. */ readonly left: number; readonly width: number; readonly height: number; readonly boxes: readonly Box[]; readonly lines: readonly Line[] }

export const size = { width: 148, height: 44, gapX: 64, gapY: 76, side: 46, margin: 16 } as const
type Edge = { from: string; to: string; labels: string[]; back: boolean }

/** One line for all moves between two states; those that stay where they are are left out. */
function edgesOf(moves: readonly ChartMove[]): Edge[] {
  const edges = new Map<string, Edge>()
  for (const { from, to, label } of moves) {
    if (from === to) continue
    const edge = edges.get(`${from} ${to}`) ?? { from, to, labels: [], back: false }
    if (!edge.labels.includes(label)) edge.labels.push(label)
    edges.set(`${from} ${to}`, edge)
  }
  return [...edges.values()]
}

/** A kind names its states in the order of its course: what leads to an earlier one leads back. */
function markBack(states: readonly string[], edges: readonly Edge[]): void {
  for (const edge of edges) edge.back = states.indexOf(edge.to) < states.indexOf(edge.from)
}

/** How many lines at most lead to a state: its layer. What no line leads to, but where a matter begins, stands last. */
function layersOf(states: readonly string[], first: string, edges: readonly Edge[]): Map<string, number> {
  const layers = new Map(states.map((key) => [key, 0]))
  // As many rounds as there are states: without circles the longest way is found by then.
  for (let round = 0; round < states.length; round += 1) {
    for (const edge of edges) if (!edge.back) layers.set(edge.to, Math.max(layers.get(edge.to) ?? 0, (layers.get(edge.from) ?? 0) + 1))
  }
  const last = Math.max(...layers.values())
  for (const key of states) if (key !== first && !edges.some((edge) => edge.to === key || edge.from === key)) layers.set(key, last)
  return layers
}

/** States of a layer beside each other, each near the middle of its neighbours above and below. */
function ordered(states: readonly string[], layers: ReadonlyMap<string, number>, edges: readonly Edge[]): string[][] {
  const rows: string[][] = []
  for (const key of states) (rows[layers.get(key) ?? 0] ??= []).push(key)
  const filled = Array.from(rows, (row) => row ?? [])
  const placeOf = () => new Map(filled.flatMap((row) => row.map((key, at) => [key, (at + 0.5) / row.length] as const)))
  for (let sweep = 0; sweep < 6; sweep += 1) {
    for (const [at, row] of filled.entries()) {
      const place = placeOf()
      const middle = (key: string) => {
        const near = edges.flatMap((edge) => (edge.back ? [] : edge.to === key ? [edge.from] : edge.from === key ? [edge.to] : [])).map((other) => place.get(other) ?? 0.5)
        return near.length === 0 ? (place.get(key) ?? 0.5) : near.reduce((sum, each) => sum + each, 0) / near.length
      }
      const wanted = new Map(row.map((key) => [key, middle(key)]))
      filled[at] = row.toSorted((a, b) => (wanted.get(a) ?? 0) - (wanted.get(b) ?? 0))
    }
  }
  // Whose lines go round the outside stands there, so that none of them passes behind a neighbour.
  const pull = (key: string) => edges.reduce((sum, edge) => {
    if (edge.from !== key && edge.to !== key) return sum
    const down = (layers.get(edge.to) ?? 0) - (layers.get(edge.from) ?? 0)
    return down > 1 ? sum + 1 : down < 1 ? sum - 1 : sum
  }, 0)
  return filled.filter((row) => row.length > 0).map((row) => row.toSorted((a, b) => Math.sign(pull(a)) - Math.sign(pull(b))))
}

const wordsOf = (labels: readonly string[]) => (labels.length <= 2 ? labels.join('、') : `${labels.slice(0, 2).join('、')}…`)

/** The drawing; `first` is where a matter begins. States that nothing leads to stand in the first layer. */
export function layOut(states: readonly string[], first: string, moves: readonly ChartMove[]): Layout {
  const edges = edgesOf(moves.filter((move) => states.includes(move.from) && states.includes(move.to)))
  markBack(states, edges)
  const rows = ordered(states, layersOf(states, first, edges), edges)
  const widest = Math.max(...rows.map((row) => row.length))
  const inner = widest * size.width + (widest - 1) * size.gapX
  const boxes = new Map<string, Box & { layer: number }>()
  for (const [layer, row] of rows.entries()) {
    const used = row.length * size.width + (row.length - 1) * size.gapX
    for (const [at, key] of row.entries()) boxes.set(key, { key, layer, x: size.margin + (inner - used) / 2 + at * (size.width + size.gapX), y: size.margin + layer * (size.height + size.gapY) })
  }
  const taken: { x: number; y: number; width: number }[] = []
  const place = (words: string, points: readonly (readonly [number, number])[]) => {
    const width = words.length * 12.5
    const [x, y] = points.find(([x, y]) => !taken.some((other) => Math.abs(other.x - x) < (other.width + width) / 2 + 4 && Math.abs(other.y - y) < 15)) ?? points[0] ?? [0, 0]
    taken.push({ x, y, width })
    return { words, x, y }
  }
  const known = edges.flatMap((edge) => {
    const [a, b] = [boxes.get(edge.from), boxes.get(edge.to)]
    if (a === undefined || b === undefined) return []
    const down = b.layer - a.layer
    return [{ edge: { ...edge, back: down < 1 }, a, b, words: wordsOf(edge.labels), isAside: down !== 1 }]
  })
  const lines: Line[] = known.filter((each) => !each.isAside).map(({ edge, a, b, words }) => {
    const [x1, y1, x2, y2] = [a.x + size.width / 2, a.y + size.height, b.x + size.width / 2, b.y - 3]
    const bend = (y2 - y1) / 2
    const at = (f: number) => [(1 - f) ** 2 * (1 + 2 * f) * x1 + f ** 2 * (3 - 2 * f) * x2, (1 - f) ** 3 * y1 + 3 * (1 - f) ** 2 * f * (y1 + bend) + 3 * (1 - f) * f ** 2 * (y2 - bend) + f ** 3 * y2] as const
    return { from: edge.from, to: edge.to, back: false, path: `M${x1},${y1} C${x1},${y1 + bend} ${x2},${y2 - bend} ${x2},${y2}`, label: place(words, [0.5, 0.36, 0.64, 0.25, 0.75].map(at)) }
  })
  // What passes over layers goes round the outside: onwards on the right, back on the left, the shortest in the inner lane.
  const lanes = { left: [] as [number, number][][], right: [] as [number, number][][] }
  for (const { edge, a, b, words } of known.filter((each) => each.isAside).toSorted((one, two) => Math.abs(one.a.layer - one.b.layer) - Math.abs(two.a.layer - two.b.layer))) {
    const side = edge.back ? lanes.left : lanes.right
    const span: [number, number] = [Math.min(a.y, b.y), Math.max(a.y, b.y)]
    const free = side.findIndex((used) => used.every(([from, to]) => span[1] <= from || span[0] >= to))
    const at = free === -1 ? side.push([]) - 1 : free
    side[at]?.push(span)
    const x = edge.back ? size.margin - size.side * (at + 1) : size.margin + inner + size.side * (at + 1)
    const [y1, y2] = [a.y + size.height * (edge.back ? 0.3 : 0.7), b.y + size.height * (edge.back ? 0.7 : 0.3)]
    const [x1, x2] = edge.back ? [a.x, b.x - 3] : [a.x + size.width, b.x + size.width + 3]
    const middle = (y1 + y2) / 2
    lines.push({ from: edge.from, to: edge.to, back: edge.back, path: `M${x1},${y1} C${x},${y1} ${x},${y1} ${x},${middle} S${x},${y2} ${x2},${y2}`, label: place(words, [0, -18, 18, -36, 36, -54, 54].map((by) => [x, middle + by])) })
  }
  const reach = (line: Line) => line.label.words.length * 6.5
  const left = Math.min(0, size.margin - size.side * lanes.left.length, ...lines.map((line) => line.label.x - reach(line)))
  const right = Math.max(size.margin + inner + size.side * lanes.right.length, ...lines.map((line) => line.label.x + reach(line)))
  return { left, width: right - left + size.margin, height: size.margin * 2 + rows.length * size.height + (rows.length - 1) * size.gapY, boxes: [...boxes.values()].map(({ key, x, y }) => ({ key, x, y })), lines }
}
