import { type Instrument, isRefusal, parseInstrument } from '@fulcrum/cfd';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readExpiry } from './read-expiry.ts';
import { type Incomplete, type ResolvedTicket, resolveTicket } from './resolve-ticket.ts';
import { EMPTY_FORM, type TicketForm } from './ticket-form.ts';

const SETTINGS = {
  ...{ asset: 'BTC_USDC', priceDecimals: 2, quantityDecimals: 5, minQuantity: '0.00001', maxQuantity: '1000' },
  ...{ maxLeverage: 100, maxQuoteAgeMs: 10_000, guaranteedStopPpm: 1_000, minGuaranteedDistanceBps: 50 },
};
const INSTRUMENT = parseInstrument(SETTINGS) as Instrument;
const NOW = 1_000_000;
const quote = { bid: 6_180_000, ask: 6_180_020, time: NOW };
const base = { ...EMPTY_FORM, sizeBy: 'quantity', size: '0.05', leverage: '20' } as const;

function resolve(form: Partial<TicketForm>): ResolvedTicket | Incomplete {
  return resolveTicket({ ...base, ...form }, { instrument: INSTRUMENT, quote, now: NOW, balance: 10_000_000_000n });
}

function outcome(form: Partial<TicketForm>): unknown {
  const ticket = resolve(form);
  if (ticket.type === 'incomplete') return [ticket.field, ticket.message];
  return isRefusal(ticket.outcome) ? ticket.outcome.code : ticket.request;
}

const by = (level: 'price' | 'percent' | 'amount', text: string) => ({ by: level, text });

describe('an order that waits', () => {
  it('is sized, and costs its margin, at its own price', () => {
    const ticket = resolve({ kind: 'limit', price: '60000', takeProfit: by('percent', '100') });
    expect(ticket).toMatchObject({
      request: {
        orderType: 'limit',
        price: '60000.00',
        quantity: '0.05000',
        maxSlippageBps: 50,
        takeProfit: '63000.00',
      },
      outcome: { openPrice: 6_000_000, margin: 150_000_000n },
    });
    expect(ticket).not.toHaveProperty('request.expectedPrice');
  });

  it.each([
    ['a limit that is reached already', { kind: 'limit', price: '61800.20' }, 'invalid_price'],
    ['a stop that is reached already', { kind: 'stop', price: '61800.20' }, 'invalid_price'],
    [
      'a stop-loss beyond its price',
      { kind: 'limit', price: '60000', stopLoss: by('price', '60500') },
      'invalid_stop_loss',
    ],
    ['no price yet', { kind: 'limit' }, ['price', undefined]],
    ['a price off the grid', { kind: 'stop', price: '1.001' }, ['price', 'Enter a price with at most 2 decimals.']],
    ['no time', { kind: 'limit', price: '60000', expiry: { by: 'time', text: '' } }, ['expiry', undefined]],
  ] as const)('is not sent with %s', (_what, form, expected) => {
    expect(outcome(form)).toEqual(expected);
  });
});

describe('a trailing stop', () => {
  it.each([
    ['by price', by('price', '500'), '500.00'],
    // One percent of 61,800.20.
    ['by percent of the price', by('percent', '1'), '618.00'],
    // A loss of 25 on 0.05 is 500 in the price.
    ['by amount', by('amount', '25'), '500.00'],
  ])('has its distance %s', (_how, stopLoss, trailingDistance) => {
    const request = outcome({ stopKind: 'trailing', stopLoss });
    expect(request).toMatchObject({ trailingDistance, stopLoss: undefined });
  });

  it('begins at the price at which the position would close', () => {
    // 500.20 below the opening price, on 0.05.
    expect(resolve({ stopKind: 'trailing', stopLoss: by('price', '500') })).toMatchObject({
      resultAtStop: -25_010_000n,
    });
  });

  it('needs a distance', () => {
    expect(outcome({ stopKind: 'trailing' })).toEqual(['stopLoss', undefined]);
  });
});

describe('a guaranteed stop', () => {
  it('is asked for with its price, and costs its fee', () => {
    expect(resolve({ stopKind: 'guaranteed', stopLoss: by('price', '61000') })).toMatchObject({
      request: { stopLoss: '61000.00', guaranteed: true },
      // A thousandth of 3,090.01.
      outcome: { fee: 3_090_010n },
    });
  });

  it('is refused nearer than it may be', () => {
    expect(outcome({ stopKind: 'guaranteed', stopLoss: by('price', '61700') })).toBe('invalid_stop_loss');
  });

  it('needs a price', () => {
    expect(outcome({ stopKind: 'guaranteed' })).toEqual(['stopLoss', undefined]);
  });
});

describe('the end of waiting', () => {
  beforeEach(() => void vi.stubEnv('TZ', 'Europe/Berlin'));
  afterEach(() => void vi.unstubAllEnvs());

  const noon = new Date('2026-11-30T12:00:00').getTime();

  it.each([
    ['never', { by: 'never', text: '2026-12-24T18:00' }, undefined],
    ['the end of this day', { by: 'today', text: '' }, '2026-12-01T00:00:00'],
    ['a time', { by: 'time', text: '2026-12-24T18:00' }, '2026-12-24T18:00:00'],
  ] as const)('is %s', (_what, entry, expected) => {
    expect(readExpiry(entry, noon)).toBe(expected && new Date(expected).getTime());
  });

  it('lies in the future', () => {
    expect(readExpiry({ by: 'time', text: '2026-11-30T12:00' }, noon)).toBe('Enter a time in the future.');
  });
});
