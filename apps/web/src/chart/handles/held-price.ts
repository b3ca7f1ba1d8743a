/** How far something is dragged, and where the middle of it would be: in pixels, the height in those of the window. */
export interface Movement {
  readonly byPx: number;
  readonly middleY: number;
}

/**
 * The price of a line that keeps its distance from the pointer, in grid units. At the height where it was grabbed that
 * is the very price which it had then: one pixel is many grid steps, and a drag sideways must not change an order.
 */
export function heldPrice(
  grabbed: number,
  { byPx, middleY }: Movement,
  priceAt: (clientY: number) => number | undefined,
): number | undefined {
  return byPx === 0 ? grabbed : priceAt(middleY);
}
