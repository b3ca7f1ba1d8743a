/** How far an element is dragged, and the height of its middle in the window: both in pixels. */
export interface Movement {
  readonly byPx: number;
  readonly middleY: number;
}

/**
 * The price of a dragged line, in grid units. At the height where it was grabbed, that is exactly its former price: a
 * pixel is many grid steps, and a drag sideways must not change an order.
 */
export function heldPrice(
  grabbed: number,
  { byPx, middleY }: Movement,
  priceAt: (clientY: number) => number | undefined,
): number | undefined {
  return byPx === 0 ? grabbed : priceAt(middleY);
}
