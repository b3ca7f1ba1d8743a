/** What is left at a price. */
export type Level = readonly [price: number, quantity: number];

/** A book as a text that can be compared, whatever the order of its levels. */
export function bookText(bids: Iterable<Level>, asks: Iterable<Level>): string {
  const sorted = (levels: Iterable<Level>) => [...levels].sort(([one], [other]) => one - other);
  return JSON.stringify([sorted(bids), sorted(asks)]);
}
