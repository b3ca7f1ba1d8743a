/** Labels that are nearer to each other than this, in pixels, the library moves apart. */
const LABEL_HEIGHT = 16;

/** So many labels may stand so close together that they have to make room for each other. */
const MOST_TOGETHER = 4;
const TOGETHER_PX = 2 * LABEL_HEIGHT;

/**
 * Which lines have a label on the price scale, given their heights in pixels, the most important ones first. Where many
 * stand close together the library would push them, and the bid and the ask with them, off the scale.
 *
 * @param reserved the heights of the labels that are there in any case.
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
