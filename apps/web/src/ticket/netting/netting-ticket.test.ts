import { type Instrument, isRefusal, type Position, parseInstrument } from '@fulcrum/cfd';
import { describe, expect, it } from 'vitest';
import { isTakeable, resolveTicket, termsOf } from '../form/resolve-ticket.ts';
import { EMPTY_FORM, type TicketForm } from '../form/ticket-form.ts';
import { effectText } from './net-effect-text.ts';

const INSTRUMENT = parseInstrument({
  ...{ asset: 'BTC_USDC', priceDecimals: 2, quantityDecimals: 5, minQuantity: '0.00010', maxQuantity: '1000' },
  ...{ maxLeverage: 100, maxQuoteAgeMs: 10_000 },
}) as Instrument;
const NOW = 1_000_000;
const quote = { bid: 6_200_000, ask: 6_200_020, time: NOW };

/** Two buys of 0.05 at 62,000.00 and 61,000.00, ten times levered. */
const positions: readonly Position[] = [
  { side: 'buy', quantity: 5_000, openPrice: 6_200_000, margin: 310_000_000n },
  { side: 'buy', quantity: 5_000, openPrice: 6_100_000, margin: 305_000_000n },
];

const base = { ...EMPTY_FORM, side: 'sell', sizeBy: 'quantity' } as const;

function resolve(form: Partial<TicketForm>, isNetting = true) {
  const market = { instrument: INSTRUMENT, quote, now: NOW, balance: 100_000_000n, positions, isNetting };
  const ticket = resolveTicket({ ...base, ...form }, market);
  if (ticket.type === 'incomplete') throw new Error(`${ticket.field}: ${ticket.message}`);
  return ticket;
}

describe('an order against positions of the other side', () => {
  it.each([
    [
      'reduces them, oldest first',
      '0.06',
      'Reduces your long',
      { closed: 6_000, stays: 4_000, left: 0 },
      10_000_000n,
      371_000_000n,
    ],
    ['closes them', '0.1', 'Closes your long', { closed: 10_000, stays: 0, left: 0 }, 50_000_000n, 615_000_000n],
    [
      'turns them round',
      '0.15',
      'Turns your long into a short',
      { closed: 10_000, stays: 0, left: 5_000 },
      50_000_000n,
      615_000_000n,
    ],
  ])('%s', (_does, size, text, quantities, result, margin) => {
    const ticket = resolve({ size });
    expect(isTakeable(ticket)).toBe(true);
    expect(ticket.net).toEqual({ ...quantities, result, margin });
    expect(ticket.net && effectText(ticket.net, 'sell')).toBe(text);
    // The balance of 100 alone would not open a tenth of it.
    expect(termsOf(ticket)?.quantity).toBe(quantities.left === 0 ? undefined : quantities.left);
  });

  it('is judged at its own price where it waits', () => {
    const ticket = resolve({ kind: 'limit', price: '63000', size: '0.12' });
    expect(ticket).toMatchObject({ net: { closed: 10_000, left: 2_000, result: 150_000_000n }, openPrice: 6_300_000 });
    expect(termsOf(ticket)).toMatchObject({ quantity: 2_000, margin: 126_000_000n });
  });

  it('has its levels at what it opens, and sends them also where it opens nothing now', () => {
    const takeProfit = { by: 'amount', text: '50' } as const;
    expect(resolve({ size: '0.15', takeProfit }).request.takeProfit).toBe('61000.00');
    expect(resolve({ size: '0.05', takeProfit }).request.takeProfit).toBe('61000.00');
  });

  it('leaves nothing that is too small to trade', () => {
    expect(resolve({ size: '0.09999' }).outcome).toMatchObject({ code: 'invalid_quantity' });
  });

  it('opens beside them where the account holds both sides, unless it reduces only', () => {
    expect(resolve({ size: '0.01' }, false)).toMatchObject({ net: undefined, request: { reduceOnly: undefined } });
    const stopLoss = { by: 'price', text: '63000' } as const;
    const ticket = resolve({ size: '0.15', isReduceOnly: true, stopLoss, leverage: '' }, false);
    expect(ticket).toMatchObject({
      net: { closed: 10_000, left: 0 },
      request: { reduceOnly: true, stopLoss: undefined, quantity: '0.15000' },
    });
    expect(isTakeable(ticket)).toBe(true);
  });

  it('is refused where there is nothing to reduce, and may wait for it', () => {
    const { outcome } = resolve({ side: 'buy', size: '0.01', isReduceOnly: true });
    expect(isRefusal(outcome) && outcome.code).toBe('nothing_to_reduce');
    const waiting = resolve({ side: 'buy', size: '0.01', isReduceOnly: true, kind: 'limit', price: '60000' });
    expect([isTakeable(waiting), waiting.net && effectText(waiting.net, 'buy')]).toEqual([true, 'No short to reduce']);
  });
});
