/** Who points to whom. */
export type Arrows = ReadonlyMap<string, Iterable<string>>;

/**
 * Finds the circles in a graph.
 *
 * @returns one circle of each tangle, as the way round: "a → b → a".
 */
export function circles(arrows: Arrows): string[] {
  const finished = new Set<string>();
  const found: string[] = [];
  const way: string[] = [];
  const follow = (node: string): void => {
    const begin = way.indexOf(node);
    if (begin >= 0) found.push([...way.slice(begin), node].join(' → '));
    if (begin >= 0 || finished.has(node)) return;
    way.push(node);
    for (const next of arrows.get(node) ?? []) follow(next);
    way.pop();
    finished.add(node);
  };
  for (const node of arrows.keys()) follow(node);
  return found;
}
