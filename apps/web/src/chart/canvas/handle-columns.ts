/** Handles that are nearer to each other than this, in pixels, would cover each other. */
const HANDLE_HEIGHT = 22;

/** Puts handles that are at about the same height beside each other: for each of them the first column with room. */
export function columnsOf(heights: readonly number[]): number[] {
  const bottoms: number[] = [];
  const columns = heights.map(() => 0);
  // Of equal heights the first comes first.
  const fromTop = heights.map((y, index) => ({ y, index })).sort((one, other) => one.y - other.y);
  for (const { y, index } of fromTop) {
    const free = bottoms.findIndex((bottom) => y - bottom >= HANDLE_HEIGHT);
    const column = free === -1 ? bottoms.length : free;
    bottoms[column] = y;
    columns[index] = column;
  }
  return columns;
}
