/** Handles closer together than this, in pixels, would overlap. */
const HANDLE_HEIGHT = 22;

/** Puts handles at about the same height beside each other: each into the first column with room. */
export function columnsOf(heights: readonly number[]): number[] {
  const bottoms: number[] = [];
  const columns = heights.map(() => 0);
  // Handles of equal height keep their order.
  const fromTop = heights.map((y, index) => ({ y, index })).sort((one, other) => one.y - other.y);
  for (const { y, index } of fromTop) {
    const free = bottoms.findIndex((bottom) => y - bottom >= HANDLE_HEIGHT);
    const column = free === -1 ? bottoms.length : free;
    bottoms[column] = y;
    columns[index] = column;
  }
  return columns;
}
