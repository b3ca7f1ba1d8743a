import type { LiveQuote } from '../feed/quotes.ts';
import type { Grid } from './grid.ts';
import type { Level, LevelKind } from './levels.ts';
import type { Line } from './price-lines.ts';

/** The bid and the ask, and whether they are what they are now. */
export function quoteLines({ bid, ask }: LiveQuote, isLive: boolean, { toNumber }: Grid): Line[] {
  const style = isLive ? 'solid' : 'dotted';
  return [
    { key: 'ask', price: toNumber(ask), title: 'Ask', colour: isLive ? 'muted' : 'control-line', style },
    { key: 'bid', price: toNumber(bid), title: 'Bid', colour: isLive ? 'text' : 'control-line', style },
  ];
}

const LOOKS: Readonly<Record<LevelKind, Pick<Line, 'colour' | 'style'>>> = {
  entry: { colour: 'accent', style: 'solid' },
  takeProfit: { colour: 'up', style: 'dashed' },
  stopLoss: { colour: 'down', style: 'dashed' },
  liquidation: { colour: 'warn', style: 'dotted' },
};

export const SHORT_NAMES = { takeProfit: 'TP', stopLoss: 'SL', liquidation: 'Liq.' } as const;

export function levelLine({ key, kind, price, order }: Level, { toNumber }: Grid): Line {
  const title = kind === 'entry' ? order.name : SHORT_NAMES[kind];
  return { key, price: toNumber(price), title, ...LOOKS[kind] };
}
