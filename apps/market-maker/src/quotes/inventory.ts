/** What a maker has, in the quote asset. */
export interface Holdings {
  /** Of each market's base asset. */
  readonly bases: ReadonlyMap<string, number>;
  /** Of the quote asset itself. */
  readonly quote: number;
}

/** A market's inventory. */
export interface Inventory {
  /** What is wanted of the base asset, in the quote asset. */
  readonly wanted: number;
  /** From -1, nothing of it, over 0, as much as wanted, to 1, twice as much. */
  readonly level: number;
}

/** Half of all is to be in the quote asset, and the other half in equal parts in the base assets. */
export function inventoryOf({ bases, quote }: Holdings, base: string): Inventory {
  const all = [...bases.values()].reduce((sum, value) => sum + value, quote);
  const wanted = bases.size === 0 ? 0 : all / 2 / bases.size;
  if (wanted === 0) return { wanted, level: 0 };
  return { wanted, level: Math.min(1, Math.max(-1, ((bases.get(base) ?? 0) - wanted) / wanted)) };
}
