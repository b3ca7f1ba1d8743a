import { assert, formatDecimal, parseDecimal } from '@fulcrum/log';
import type { VenueMarket } from './answers.ts';

/** How far from the average of the last trades an order may take, as factors of it. */
export interface ImpactBand {
  readonly min: number;
  readonly max: number;
}

interface Scale {
  /** The digits behind the point. */
  readonly decimals: number;
  /** One tick or step, in units of the last digit. */
  readonly units: number;
}

/** A market with its grid: prices are counted in ticks, quantities in steps. */
export interface Grid {
  readonly symbol: string;
  readonly base: string;
  readonly quote: string;
  readonly tick: Scale;
  readonly step: Scale;
  /** The smallest quantity of an order, in steps. */
  readonly minSteps: number;
  readonly impact: ImpactBand;
}

export function gridOf({ symbol, baseSymbol, quoteSymbol, filters }: VenueMarket): Grid {
  const { tickSize, minImpactMultiplier, maxImpactMultiplier } = filters.price;
  const step = scaleOf(filters.quantity.stepSize);
  const impact = { min: Number(minImpactMultiplier ?? 0), max: Number(maxImpactMultiplier ?? Number.MAX_VALUE) };
  const minSteps = Math.ceil(countOf(filters.quantity.minQuantity, step));
  return { symbol, base: baseSymbol, quote: quoteSymbol, tick: scaleOf(tickSize), step, minSteps, impact };
}

/** How much one tick is, or one step. */
export function sizeOf({ decimals, units }: Scale): number {
  return units / 10 ** decimals;
}

/** How many ticks or steps an amount is. */
export function countOf(text: string, { decimals, units }: Scale): number {
  const parsed = parseDecimal(withoutZeros(text), decimals);
  assert(parsed !== undefined, 'the venue prints amounts on their grid');
  return parsed / units;
}

export function print(count: number, { decimals, units }: Scale): string {
  return formatDecimal(count * units, decimals);
}

function scaleOf(size: string): Scale {
  const plain = withoutZeros(size);
  const decimals = plain.split('.')[1]?.length ?? 0;
  const units = parseDecimal(plain, decimals);
  assert(units !== undefined && units > 0, 'a tick or step is above zero');
  return { decimals, units };
}

function withoutZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}
