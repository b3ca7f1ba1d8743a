/**
 * A row of best bids and asks in typed arrays. Prices are in units of 10^-priceDecimals, quantities in units of
 * 10^-quantityDecimals.
 */
export interface Books {
  readonly priceDecimals: number;
  readonly quantityDecimals: number;
  readonly bid: Uint32Array;
  readonly bidQuantity: Uint32Array;
  readonly ask: Uint32Array;
  readonly askQuantity: Uint32Array;
}

export function createBooks(length: number, priceDecimals: number, quantityDecimals: number): Books {
  const column = () => new Uint32Array(length);
  const prices = { bid: column(), ask: column() };
  return { priceDecimals, quantityDecimals, ...prices, bidQuantity: column(), askQuantity: column() };
}

/** @throws RangeError for an index that is not there, which is a fault of the program. */
export function at(column: Uint32Array | Float64Array, index: number): number {
  const value = column[index];
  if (value === undefined) throw new RangeError(`there is no row ${index} among ${column.length}`);
  return value;
}
