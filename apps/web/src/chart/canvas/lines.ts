import type { LiveQuote } from '../../feed/quotes.ts';
import type { ChartOrder } from '../orders/chart-orders.ts';
import { type Level, type LevelKind, levelsOf } from '../orders/levels.ts';
import type { Grid } from './grid.ts';
import type { Line } from './price-lines.ts';

/** The lines of bid and ask, dimmed while they are not live. */
export function quoteLines({ bid, ask }: LiveQuote, isLive: boolean, { toNumber }: Grid): Line[] {
  const style = isLive ? 'solid' : 'dotted';
  return [
    { key: 'ask', price: toNumber(ask), title: 'Ask', colour: isLive ? 'muted' : 'control-line', style },
    { key: 'bid', price: toNumber(bid), title: 'Bid', colour: isLive ? 'text' : 'control-line', style },
  ];
}

const LOOKS: Readonly<Record<LevelKind, Pick<Line, 'colour' | 'style'>>> = {
  entry: { colour: 'accent', style: 'solid' },
  price: { colour: 'accent', style: 'dashed' },
  takeProfit: { colour: 'up', style: 'dashed' },
  stopLoss: { colour: 'down', style: 'dashed' },
  trailingStop: { colour: 'down', style: 'dotted' },
  liquidation: { colour: 'warn', style: 'dotted' },
};

const SHORT_NAMES = { takeProfit: 'TP', stopLoss: 'SL', trailingStop: 'Trail', liquidation: 'Liq.' } as const;

/** The short name of a level. An entry, and what an order waits for, are named as their order. */
export function nameOf({ kind, order }: Level): string {
  return kind === 'entry' || kind === 'price' ? order.name : SHORT_NAMES[kind];
}

/**
 * One line for all levels of the same kind and price, with their number.
 *
 * @param orders all open orders: those that are not shown are counted as well.
 */
export function levelLines(levels: readonly Level[], orders: readonly ChartOrder[], { toNumber }: Grid): Line[] {
  const counts = new Map<string, number>();
  for (const place of orders.flatMap(levelsOf).map(placeOf)) counts.set(place, (counts.get(place) ?? 0) + 1);
  const first = new Map(levels.toReversed().map((level) => [placeOf(level), level]));
  return [...first].reverse().map(([place, level]) => {
    const { kind, price } = level;
    const count = counts.get(place) ?? 1;
    const ofOrder = kind === 'entry' || kind === 'price' ? `${count} orders` : `${count} × ${nameOf(level)}`;
    const title = count === 1 ? nameOf(level) : ofOrder;
    return { key: place, price: toNumber(price), title, ...LOOKS[kind] };
  });
}

/** A key that levels of the same kind and price share. */
export function placeOf({ kind, price }: Level): string {
  return `${kind} ${price}`;
}
