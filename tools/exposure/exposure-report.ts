import type { HedgeHolding } from '@fulcrum/db';
import { type ClientExposure, printUnits, toNumber, toUnits } from '@fulcrum/exposure';

/** What clients have open of an instrument, and what the house has laid off of it. Quantities are decimals in text. */
export interface ExposureRow {
  readonly instrument: string;
  readonly long: string;
  readonly short: string;
  /** Long less short: the house has the other side of it. */
  readonly net: string;
  /** The middle of the last quote; null before the first one. */
  readonly price: number | null;
  /** What `net` is worth at that price. */
  readonly value: number | null;
  /** What the hedge has, and what it lacks; absent where there is none. */
  readonly hedged?: string;
  readonly left?: string;
}

export interface ExposureReport {
  readonly instruments: readonly ExposureRow[];
  /** What the hedge has won or lost at these prices, by the asset that it pays with; null where a price is missing. */
  readonly results: Readonly<Record<string, number | null>>;
}

export interface ReportParts {
  readonly exposures: readonly (readonly [asset: string, exposure: ClientExposure])[];
  readonly prices: ReadonlyMap<string, number>;
  readonly holdings: readonly HedgeHolding[];
}

export function reportOf({ exposures, prices, holdings }: ReportParts): ExposureReport {
  const changes = new Map(
    holdings.map(({ asset, baseline, amount }) => [asset, toUnits(amount) - toUnits(baseline)] as const),
  );
  const results: Record<string, number | null> = {};
  const instruments = exposures.map(([instrument, { long, short }]) => {
    const [base = '', quote = ''] = instrument.split('_');
    const price = prices.get(instrument) ?? null;
    const [position, paid] = [changes.get(base), changes.get(quote)];
    if (position !== undefined && paid !== undefined) {
      const before = quote in results ? (results[quote] ?? null) : toNumber(paid);
      results[quote] = sum(before, worthOf(position, price));
    }
    const net = long - short;
    return {
      ...{ instrument, long: printUnits(long), short: printUnits(short), net: printUnits(net) },
      ...{ price, value: worthOf(net, price) },
      ...(position === undefined ? {} : { hedged: printUnits(position), left: printUnits(net - position) }),
    };
  });
  return { instruments, results };
}

function worthOf(quantity: bigint, price: number | null): number | null {
  if (quantity === 0n) return 0;
  return price === null ? null : toNumber(quantity) * price;
}

function sum(one: number | null, other: number | null): number | null {
  return one === null || other === null ? null : one + other;
}

/** The report as lines for people. */
export function linesOf({ instruments, results }: ExposureReport): string[] {
  const isHedged = instruments.some(({ hedged }) => hedged !== undefined);
  const head = ['instrument', 'long', 'short', 'net', 'price', 'value', ...(isHedged ? ['hedged', 'left'] : [])];
  const rows = instruments.map(({ instrument, long, short, net, price, value, hedged = '-', left = '-' }) => [
    ...[instrument, long, short, net, price === null ? '-' : String(price), money(value)],
    ...(isHedged ? [hedged, left] : []),
  ]);
  const widths = head.map((name, column) => Math.max(name.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const aligned = [head, ...rows].map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  '),
  );
  return [
    ...aligned,
    ...Object.entries(results).map(([asset, result]) => `result of the hedge: ${money(result)} ${asset}`),
  ];
}

function money(amount: number | null): string {
  return amount === null ? '-' : amount.toFixed(2);
}
