import { z } from 'zod';
import { CLIENT_NAMES, CLIENTS, type DemoClient } from '../../people/clients.ts';
import type { People } from '../../people/people.ts';
import { orderBody, type PlannedOrder } from '../../people/planned-order.ts';
import { nameUuid } from '../../product/name-uuid.ts';
import { Refusal } from '../../product/refusal.ts';
import type { Session } from '../../product/session.ts';
import type { Tally } from '../../product/tally.ts';
import type { Market } from './market.ts';

const listed = z.object({ orders: z.array(z.object({ orderId: z.string() })) });

/** Lets the clients place their orders. Each has the same id whenever it is placed, and ids are used once. */
export async function placeOrders(clients: People<keyof typeof CLIENTS>, market: Market, tally: Tally): Promise<void> {
  for (const name of CLIENT_NAMES) {
    const { orders }: DemoClient = CLIENTS[name];
    const known = await idsOf(clients[name], ['get-open-orders', 'get-pending-orders', PAST]);
    const missing = orders.filter(({ name: of }) => !known.has(orderIdOf(clients[name], of)));
    tally.there += orders.length - missing.length;
    if (missing.length === 0) continue;
    const quotes = await market.quotes(missing.map(({ asset }) => asset));
    for (const order of missing)
      await tally.want(`order of ${clients[name].email} in ${order.asset}`, async () => {
        const [grid, quote] = [market.gridOf(order.asset), quotes.get(order.asset)];
        if (grid === undefined) throw new Refusal(404, 'unknown_asset', 'There is no such instrument here.');
        if (quote === undefined) throw new Refusal(409, 'no_price', 'There is no price to trade at.');
        const price = order.side === 'buy' ? quote.ask : quote.bid;
        const orderId = orderIdOf(clients[name], order.name);
        await clients[name].post('/trade/create-order', orderBody(order, grid, price, orderId));
        return 'added';
      });
  }
}

/** Lets the clients close what they meant to. It comes last, so that the price has moved meanwhile. */
export async function closeSome(clients: People<keyof typeof CLIENTS>, tally: Tally): Promise<void> {
  for (const name of CLIENT_NAMES) {
    const { orders }: DemoClient = CLIENTS[name];
    const closed = orders.filter(({ isClosed }) => isClosed);
    if (closed.length === 0) continue;
    const open = await idsOf(clients[name], ['get-open-orders']);
    for (const order of closed) await close(clients[name], order, open, tally);
  }
}

async function close(client: Session, { name, asset }: PlannedOrder, open: ReadonlySet<string>, tally: Tally) {
  const orderId = orderIdOf(client, name);
  await tally.want(`closing of ${client.email} in ${asset}`, async () => {
    if (!open.has(orderId)) return 'there';
    await client.post('/trade/close-order', { orderId });
    return 'added';
  });
}

export function orderIdOf({ userId }: Session, name: string): string {
  return nameUuid(userId, `order ${name}`);
}

/** Also those that ended without opening. */
const PAST = 'get-close-orders?include=cancelled&limit=500';

async function idsOf(client: Session, lists: readonly string[]): Promise<ReadonlySet<string>> {
  const replies = await Promise.all(lists.map((list) => client.get(`/trade/${list}`, listed)));
  return new Set(replies.flatMap(({ orders }) => orders.map(({ orderId }) => orderId)));
}
