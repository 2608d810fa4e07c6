import path from 'node:path'

const shapes = [
  /(?:^|[\s;])import\s+(?:type\s+)?(?:[\w$*{}\s,]+?\s+from\s+)?['"]([^'"]+)['"]/g,
  /(?:^|[\s;])export\s+(?:type\s+)?(?:\*|\{[^}]*\})(?:\s+as\s+\w+)?\s+from\s+['"]([^'"]+)['"]/g,
  /\bimport\(\s*['"]([^'"]+)['"]\s*\)/g,
]

/** What a source file imports, types included: project files as paths from the root, packages by name. */
export function importsOf(file: string, source: string): string[] {
  const found = new Set<string>()
  for (const shape of shapes) {
    for (const match of source.matchAll(shape)) {
      const target = match[1]
      if (target === undefined || target.startsWith('node:')) continue
      found.add(target.startsWith('.') ? path.posix.normalize(path.posix.join(path.posix.dirname(file), target)) : target)
    }
  }
  return [...found]
}

/** Circles in a graph of files, each as the list of its files; one per strongly connected set. */
export function circlesOf(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const index = new Map<string, number>()
  const low = new Map<string, number>()
  const stack: string[] = []
  const circles: string[][] = []
  const visit = (node: string): void => {
    index.set(node, index.size)
    low.set(node, index.get(node) ?? 0)
    stack.push(node)
    for (const next of graph.get(node) ?? []) {
      if (!graph.has(next)) continue
      if (!index.has(next)) {
        visit(next)
        low.set(node, Math.min(low.get(node) ?? 0, low.get(next) ?? 0))
      } else if (stack.includes(next)) {
        low.set(node, Math.min(low.get(node) ?? 0, index.get(next) ?? 0))
      }
    }
    if (low.get(node) !== index.get(node)) return
    const circle = stack.splice(stack.indexOf(node))
    if (circle.length > 1 || (graph.get(node) ?? []).includes(node)) circles.push(circle)
  }
  for (const node of graph.keys()) if (!index.has(node)) visit(node)
  return circles
}
