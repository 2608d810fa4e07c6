/** A layered drawing of states and moves (after Sugiyama): layers from top to bottom, few crossings, moves back at the side. */
export type ChartMove = { readonly from: string; readonly to: string; readonly label: string }
export type Box = { readonly key: string; readonly x: number; readonly y: number }
export type Line = { readonly from: string; readonly to: string; readonly path: string; readonly back: boolean; readonly label: { readonly words: string; readonly x: number; readonly y: number } }
export type Layout = { readonly width: number; readonly height: number; readonly boxes: readonly Box[]; readonly lines: readonly Line[] }

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

/** Marks the lines that close a circle, walking from the first state in the order of the moves. */
function markBack(first: string, edges: readonly Edge[]): void {
  const open = new Set<string>()
  const done = new Set<string>()
  const walk = (key: string) => {
    open.add(key)
    for (const edge of edges) {
      if (edge.from !== key) continue
      if (open.has(edge.to)) edge.back = true
      else if (!done.has(edge.to)) walk(edge.to)
    }
    open.delete(key)
    done.add(key)
  }
  walk(first)
}

/** How many lines at most lead to a state: its layer. */
function layersOf(states: readonly string[], edges: readonly Edge[]): Map<string, number> {
  const layers = new Map(states.map((key) => [key, 0]))
  // As many rounds as there are states: without circles the longest way is found by then.
  for (let round = 0; round < states.length; round += 1) {
    for (const edge of edges) if (!edge.back) layers.set(edge.to, Math.max(layers.get(edge.to) ?? 0, (layers.get(edge.from) ?? 0) + 1))
  }
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
  return filled.filter((row) => row.length > 0)
}

const wordsOf = (labels: readonly string[]) => (labels.length <= 2 ? labels.join('、') : `${labels.slice(0, 2).join('、')}…`)

/** The drawing; `first` is where a matter begins. States that nothing leads to stand in the first layer. */
export function layOut(states: readonly string[], first: string, moves: readonly ChartMove[]): Layout {
  const edges = edgesOf(moves.filter((move) => states.includes(move.from) && states.includes(move.to)))
  markBack(first, edges)
  const rows = ordered(states, layersOf(states, edges), edges)
  const widest = Math.max(...rows.map((row) => row.length))
  const inner = widest * size.width + (widest - 1) * size.gapX
  const boxes = new Map<string, Box & { layer: number }>()
  for (const [layer, row] of rows.entries()) {
    const used = row.length * size.width + (row.length - 1) * size.gapX
    for (const [at, key] of row.entries()) boxes.set(key, { key, layer, x: size.margin + (inner - used) / 2 + at * (size.width + size.gapX), y: size.margin + layer * (size.height + size.gapY) })
  }
  const taken: { x: number; y: number; width: number }[] = []
  let outer = size.margin + inner
  const lines = edges.flatMap((edge): Line[] => {
    const [a, b] = [boxes.get(edge.from), boxes.get(edge.to)]
    if (a === undefined || b === undefined) return []
    const aside = edge.back || b.layer - a.layer > 1 || a.layer === b.layer
    const words = wordsOf(edge.labels)
    const width = words.length * 12.5
    const place = (points: readonly (readonly [number, number])[]) => {
      const free = points.find(([x, y]) => !taken.some((other) => Math.abs(other.x - x) < (other.width + width) / 2 + 4 && Math.abs(other.y - y) < 15)) ?? points[0] ?? [0, 0]
      taken.push({ x: free[0], y: free[1], width })
      return { words, x: free[0], y: free[1] }
    }
    if (!aside) {
      const [x1, y1, x2, y2] = [a.x + size.width / 2, a.y + size.height, b.x + size.width / 2, b.y - 3]
      const bend = (y2 - y1) / 2
      const at = (f: number) => [(1 - f) ** 3 * x1 + 3 * (1 - f) ** 2 * f * x1 + 3 * (1 - f) * f ** 2 * x2 + f ** 3 * x2, (1 - f) ** 3 * y1 + 3 * (1 - f) ** 2 * f * (y1 + bend) + 3 * (1 - f) * f ** 2 * (y2 - bend) + f ** 3 * y2] as const
      return [{ from: edge.from, to: edge.to, back: false, path: `M${x1},${y1} C${x1},${y1 + bend} ${x2},${y2 - bend} ${x2},${y2}`, label: place([0.5, 0.36, 0.64, 0.25, 0.75].map(at)) }]
    }
    // Round the outside, each in a lane of its own.
    const lane = outer + size.side
    outer = lane
    const [y1, y2] = [a.y + size.height * (edge.back ? 0.3 : 0.7), b.y + size.height * (edge.back ? 0.7 : 0.3)]
    const [x1, x2] = [a.x + size.width, b.x + size.width + 3]
    const middle = (y1 + y2) / 2
    return [{ from: edge.from, to: edge.to, back: edge.back, path: `M${x1},${y1} C${lane},${y1} ${lane},${y1} ${lane},${middle} S${lane},${y2} ${x2},${y2}`, label: place([[lane, middle], [lane, middle - 18], [lane, middle + 18], [lane, middle - 36], [lane, middle + 36]]) }]
  })
  const right = Math.max(outer, ...lines.map((line) => line.label.x + line.label.words.length * 6.5))
  return { width: right + size.margin, height: size.margin * 2 + rows.length * size.height + (rows.length - 1) * size.gapY, boxes: [...boxes.values()].map(({ key, x, y }) => ({ key, x, y })), lines }
}
