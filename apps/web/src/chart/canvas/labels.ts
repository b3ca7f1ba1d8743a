/** The library moves labels apart that are closer together than this, in pixels. */
const LABEL_HEIGHT = 16;

/** A line gets no label where as many others stand within this distance. */
const MOST_TOGETHER = 4;
const TOGETHER_PX = 2 * LABEL_HEIGHT;

/**
 * Decides which lines get a label on the price scale. Where many stand close together, the library would push them off
 * the scale, and the labels of bid and ask with them.
 *
 * @param heights of the lines in pixels, the most important ones first; undefined out of sight.
 * @param reserved the heights of labels that are always shown.
 */
export function labelled(heights: readonly (number | undefined)[], reserved: readonly number[]): boolean[] {
  const taken = [...reserved];
  return heights.map((y) => {
    if (y === undefined) return false;
    if (taken.filter((other) => Math.abs(other - y) <= TOGETHER_PX).length >= MOST_TOGETHER) return false;
    taken.push(y);
    return true;
  });
}
