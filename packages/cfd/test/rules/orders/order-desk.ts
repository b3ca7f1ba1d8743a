import { ALICE, BOB, Desk, GOLD, orderId, type Subject } from '../../harness.ts';
import type { JsonEvent } from '../../json.ts';

export type Terms = { readonly [field: string]: unknown };

/** A desk under the sixth rules, where gold has one decimal. Alice and Bob have 1,000 USDC each. */
export function orderDesk(make: () => Subject, settings: Terms = {}): OrderDesk {
  return deskWith(make, '1000', settings);
}

/** Likewise after a first quote of 100.0/100.2. */
export function tradingDesk(make: () => Subject, settings: Terms = {}): OrderDesk {
  return quoted(orderDesk(make, settings));
}

export function deskWith(make: () => Subject, deposit: string, settings: Terms = {}): OrderDesk {
  const desk = new OrderDesk(make());
  desk.send('set-rules', { version: 6 });
  desk.setInstrument({ priceDecimals: 1, ...settings });
  desk.deposit(deposit);
  desk.deposit('1000', BOB);
  return desk;
}

export function quoted(desk: OrderDesk): OrderDesk {
  desk.tick('100.0', '100.2');
  return desk;
}

/** A desk that speaks of orders by their numbers. */
export class OrderDesk extends Desk {
  /** All events of an order of an ounce by Alice at 1:10. The terms replace these fields, or add to them. */
  enter(number: number, side: 'buy' | 'sell', terms: Terms = {}): JsonEvent[] {
    return this.sendForAll('create-order', this.order(side, { orderId: orderId(number), ...terms }));
  }

  /** What becomes of such an order: the code of its rejection, or the type of its last event. */
  tryToEnter(number: number, side: 'buy' | 'sell', terms: Terms = {}): unknown {
    const answer = this.enter(number, side, terms).at(-1);
    return answer?.type === 'rejected' ? answer.code : answer?.type;
  }

  update(number: number, changes: Terms): JsonEvent {
    return this.send('update-order', { orderId: orderId(number), userId: ALICE, ...changes });
  }

  tryToUpdate(number: number, changes: Terms): unknown {
    return this.outcome('update-order', { orderId: orderId(number), userId: ALICE, ...changes });
  }

  close(number: number, part: Terms = {}): JsonEvent {
    return this.send('close-order', { orderId: orderId(number), userId: ALICE, ...part });
  }

  cancel(number: number, userId = ALICE): JsonEvent {
    return this.send('cancel-order', { orderId: orderId(number), userId });
  }

  statusOf(number: number, userId = ALICE): unknown {
    return this.send('get-order', { orderId: orderId(number), userId }).status;
  }

  /** A tick of one price for both sides. */
  price(price: string): JsonEvent[] {
    return this.tick(price, price);
  }

  netting(): void {
    this.send('set-group', { group: 'default', positionMode: 'netting' });
  }
}

/** What happened, in a word or two for each event: its number, and the reason or the code. */
export function story(events: readonly JsonEvent[]): string[] {
  return events.map(({ type, orderId, reason, code, outcome }) => {
    const number = typeof orderId === 'string' ? `${Number.parseInt(orderId.slice(-12), 16)} ` : '';
    return [`${number}${type}`, reason ?? code ?? outcome ?? ''].join(' ').trim();
  });
}

export { ALICE, BOB, GOLD, orderId };
