import { Core, type Instrument, isRefusal, parseInstrument, parsePrice } from '@fulcrum/cfd';
import { applyEntry, type JsonEvent } from '@fulcrum/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ResolvedTicket, resolveTicket, termsOf } from './resolve-ticket.ts';
import { EMPTY_FORM, type TicketForm } from './ticket-form.ts';
import type { TicketMarket } from './ticket-outcome.ts';

const SETTINGS = {
  ...{ asset: 'BTC_USDC', priceDecimals: 2, quantityDecimals: 5, minQuantity: '0.00001', maxQuantity: '1000' },
  ...{ maxLeverage: 100, maxQuoteAgeMs: 10_000 },
};
const INSTRUMENT = parseInstrument(SETTINGS) as Instrument;
const NOW = 1_000_000;

function market(bid = '61800.00', ask = '61800.20'): TicketMarket {
  const quote = { bid: parsePrice(bid, INSTRUMENT) ?? 0, ask: parsePrice(ask, INSTRUMENT) ?? 0, time: NOW };
  return { instrument: INSTRUMENT, quote, now: NOW, balance: 10_000_000_000n };
}

function resolved(form: Partial<TicketForm>, at = market()): ResolvedTicket {
  const ticket = resolveTicket({ ...EMPTY_FORM, ...form }, at);
  if (ticket.type === 'incomplete') throw new Error(`${ticket.field}: ${ticket.message}`);
  return ticket;
}

const by = (level: 'price' | 'percent' | 'amount', text: string) => ({ by: level, text });

describe('a ticket is sized', () => {
  it('by quantity', () => {
    const { request, notional, outcome } = resolved({ sizeBy: 'quantity', size: '0.05', leverage: '20' });
    expect(request).toMatchObject({ side: 'buy', quantity: '0.05000', leverage: 20, expectedPrice: '61800.20' });
    expect(notional).toBe(3_090_010_000n);
    expect(outcome).toMatchObject({ margin: 154_500_500n, openPrice: 6_180_020 });
  });

  it('by margin: the largest quantity that the margin pays for', () => {
    const { request, outcome } = resolved({ sizeBy: 'margin', size: '100', leverage: '10' });
    expect(request.quantity).toBe('0.01618');
    expect(outcome).toMatchObject({ margin: 99_992_724n });
  });

  it('by notional', () => {
    expect(resolved({ sizeBy: 'notional', size: '1000' }).request.quantity).toBe('0.01618');
  });

  it('by what a German phone types, and by what the screen prints', () => {
    expect(resolved({ sizeBy: 'quantity', size: '0,05' }).request.quantity).toBe('0.05000');
    expect(resolved({ sizeBy: 'quantity', size: '.5' }).request.quantity).toBe('0.50000');
    expect(resolved({ sizeBy: 'notional', size: '1,000.00' }).request.quantity).toBe('0.01618');
  });

  it.each(['', '0', '2.5', '2,5', '-1', '1,000', 'ten'])('unless its leverage is %j', (leverage) => {
    const ticket = resolveTicket({ ...EMPTY_FORM, sizeBy: 'quantity', size: '0.05', leverage }, market());
    expect(ticket).toEqual({
      ...{ type: 'incomplete', field: 'leverage', message: 'Enter a whole number from 1 to 100.' },
    });
  });

  it.each([
    ['nothing', 'margin', '', undefined],
    ['no number', 'margin', 'ten', 'Enter a number'],
    ['a negative number', 'quantity', '-1', 'Enter a number'],
    ['what could be two numbers', 'margin', '1,000', 'This could be 1000 or 1:'],
    ['more decimals than there are', 'quantity', '0.000001', 'at most 5 decimals'],
    ['too little for the smallest quantity', 'margin', '0.01', 'smallest quantity, 0.00001'],
    // A thousand are worth 61,800,200 USDC at the ask, and the next quantity 0.618002 more.
    ['more margin than the largest quantity needs', 'margin', '61800201', 'largest quantity, 1,000.00000, needs'],
    ['more than the largest quantity is worth', 'notional', '61800201', 'largest quantity, 1,000.00000, needs'],
  ] as const)('unless %s is entered', (_, sizeBy, size, message) => {
    const ticket = resolveTicket({ ...EMPTY_FORM, sizeBy, size }, market());
    expect(ticket).toEqual({
      type: 'incomplete',
      field: 'size',
      message: message === undefined ? undefined : expect.stringContaining(message),
    });
  });
});

describe('levels', () => {
  const long = { sizeBy: 'quantity', size: '0.1', leverage: '10' } as const;
  const short = { ...long, side: 'sell' } as const;

  it.each([
    ['of a buy by price', long, by('price', '62000'), by('price', '61000'), '62000.00', '61000.00'],
    [
      'as it is printed, or with a comma',
      long,
      by('price', '62,000.00'),
      by('price', '61000,5'),
      '62000.00',
      '61000.50',
    ],
    ['of a buy by amount', long, by('amount', '10'), by('amount', '10'), '61900.20', '61700.20'],
    ['of a sell by amount', short, by('amount', '10'), by('amount', '10'), '61700.00', '61900.00'],
    // The margin is 618.002: ten percent of it is 61.8002, and one grid step of 0.01 is worth 0.001.
    ['of a buy by percent of the margin', long, by('percent', '10'), by('percent', '10'), '62418.21', '61182.19'],
  ] as const)('%s', (_, form, takeProfit, stopLoss, target, stop) => {
    expect(resolved({ ...form, takeProfit, stopLoss }).request).toMatchObject({ takeProfit: target, stopLoss: stop });
  });

  it('say what they would yield', () => {
    const ticket = resolved({ ...long, takeProfit: by('price', '62000'), stopLoss: by('price', '61000') });
    expect(ticket).toMatchObject({ resultAtTarget: 19_980_000n, resultAtStop: -80_020_000n });
  });

  it.each([
    ['price', '50000'],
    ['amount', '586'],
  ] as const)(
    'behind the liquidation price are warned of, and cost no more than the margin, given by %s',
    (how, text) => {
      const stopped = { ...long, size: '0.05', leverage: '20', stopLoss: by(how, text) };
      expect(resolved(stopped)).toMatchObject({ isStopBehind: true, resultAtStop: -154_500_500n });
      expect(resolved({ ...stopped, stopLoss: by('price', '61000') })).toMatchObject({ isStopBehind: false });
    },
  );

  it('of the wrong kind name their field', () => {
    const wrong = (form: Partial<TicketForm>) => resolveTicket({ ...EMPTY_FORM, ...long, ...form }, market());
    expect(wrong({ takeProfit: by('price', '6x') })).toMatchObject({ field: 'takeProfit' });
    expect(wrong({ takeProfit: by('price', '62,000') })).toMatchObject({
      field: 'takeProfit',
      message: expect.stringContaining('62000 or 62:'),
    });
    expect(wrong({ stopLoss: by('amount', '-5') })).toMatchObject({ field: 'stopLoss' });
    // A loss of a hundred million has no price above zero.
    expect(wrong({ stopLoss: by('amount', '100000000') })).toMatchObject({ field: 'stopLoss' });
  });
});

describe('a visitor', () => {
  it('sees what any margin would come to', () => {
    const ticket = resolved({ sizeBy: 'margin', size: '50000' }, { ...market(), balance: undefined });
    expect(termsOf(ticket)?.liquidationPrice).toBeGreaterThan(0);
  });
});

/** The engine's answer to the ticket's request, from a core that has the same market and balance. */
function engineAnswer({ request }: ResolvedTicket, bid: string, ask: string): JsonEvent | undefined {
  const core = Core.empty();
  const [userId, orderId] = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002'];
  const apply = (sequence: number, type: string, data: object) =>
    applyEntry(core, { id: `${NOW}-${sequence}`, type, data: JSON.stringify(data) });
  apply(1, 'set-instrument', SETTINGS);
  apply(2, 'create-account', { requestId: 'a', userId, deposit: '10000' });
  apply(3, 'price-update', { asset: 'BTC_USDC', bid, ask });
  return apply(4, 'create-order', { requestId: 'o', orderId, userId, asset: 'BTC_USDC', ...request })[0];
}

it('foretells what the engine answers, to the last digit or to the code of the refusal', () => {
  const cents = (units: number) => (units / 100).toFixed(2);
  const level = fc.option(fc.integer({ min: 5_000_000, max: 7_500_000 }), { nil: undefined, freq: 3 });
  const seen = new Set<string>();
  fc.assert(
    fc.property(
      fc.record({
        bid: fc.integer({ min: 5_500_000, max: 7_000_000 }),
        spread: fc.oneof(fc.constant(10), fc.integer({ min: 0, max: 90_000 })),
        side: fc.constantFrom('buy', 'sell'),
        quantity: fc.integer({ min: 1, max: 400_000 }),
        leverage: fc.integer({ min: 0, max: 110 }),
        takeProfit: level,
        stopLoss: level,
      }),
      ({ bid, spread, side, quantity, leverage, takeProfit, stopLoss }) => {
        const [bidText, askText] = [cents(bid), cents(bid + spread)];
        const entry = (units: number | undefined) => by('price', units === undefined ? '' : cents(units));
        const ticket = resolved(
          {
            side: side as 'buy' | 'sell',
            sizeBy: 'quantity',
            size: (quantity / 100_000).toFixed(5),
            leverage: String(Math.max(1, leverage)),
            takeProfit: entry(takeProfit),
            stopLoss: entry(stopLoss),
          },
          market(bidText, askText),
        );
        const answer = engineAnswer(ticket, bidText, askText);
        const { outcome } = ticket;
        if (isRefusal(outcome)) {
          seen.add(outcome.code);
          expect(answer).toMatchObject({ type: 'rejected', ...outcome });
          return;
        }
        seen.add('created');
        const money = (text: string) => BigInt(text.replace('.', ''));
        if (answer?.type !== 'created') throw new Error(`the engine answered ${JSON.stringify(answer)}`);
        expect(money(answer.margin)).toBe(outcome?.margin);
        expect(parsePrice(answer.liquidationPrice, INSTRUMENT)).toBe(outcome?.liquidationPrice);
        expect(answer.takeProfit).toBe(ticket.request.takeProfit ?? null);
        expect(answer.stopLoss).toBe(ticket.request.stopLoss ?? null);
      },
    ),
    { numRuns: 3_000 },
  );
  expect([...seen].sort()).toEqual([
    'created',
    'immediate_liquidation',
    'insufficient_balance',
    'invalid_leverage',
    'invalid_stop_loss',
    'invalid_take_profit',
  ]);
});
