/** The position after one that has gone: the next that is left, or the last. Undefined if none is left. */
export function nextPosition(gone: string, before: readonly string[], left: readonly string[]): string | undefined {
  const open = new Set(left);
  return before.slice(before.indexOf(gone) + 1).find((id) => open.has(id)) ?? left.at(-1);
}
