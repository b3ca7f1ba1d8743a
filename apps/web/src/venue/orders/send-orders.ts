import { ApiError } from '../../api/client.ts';
import { clientNow } from '../../clock/server-clock.ts';
import { venueCall } from '../api/venue-call.ts';
import { orderAnswer, ordersAnswer, type TimeInForce, type VenueOrder, type VenueSide } from '../api/venue-schemas.ts';
import { isOver } from '../past/ended-orders.ts';
import { noteExpiry } from '../past/expiries.ts';
import { fetchPastOrders } from '../past/past-orders.ts';
import { hasArrived, newClientId } from './known-orders.ts';

/** An order as the venue takes it. Amounts are decimal texts on the market's grids. */
export interface NewVenueOrder {
  readonly symbol: string;
  readonly side: VenueSide;
  readonly orderType: 'Limit' | 'Market';
  readonly price?: string;
  readonly quantity?: string;
  readonly quoteQuantity?: string;
  readonly timeInForce?: TimeInForce;
  readonly postOnly?: true;
}

export interface VenueRefusal {
  readonly type: 'refused';
  readonly code: string;
  readonly message: string;
}

/** What came of an order: it is known, or it has arrived and no more is known, or not even that. */
export type Placed =
  | { readonly type: 'placed'; readonly order: VenueOrder }
  | { readonly type: 'arrived' }
  | VenueRefusal
  | { readonly type: 'unknown' };

/** For so long an order without an answer is looked for. */
const LOOK_UP_LIMIT_MS = 10_000;
const LOOK_UP_EVERY_MS = 1_000;

/** So many times an order that is known to have arrived is looked for, and so many of the newest orders are looked at. */
const LOOKS_WHEN_ARRIVED = 3;
const LOOK_UP_AMONG = 100;

/** Places one order for each press. Without an answer it is not sent again, but looked for. */
export async function placeOrder(order: NewVenueOrder): Promise<Placed> {
  const clientId = newClientId();
  try {
    const body = { ...order, clientId };
    return { type: 'placed', order: await venueCall({ method: 'POST', path: '/order', body, schema: orderAnswer }) };
  } catch (error) {
    return refusalOf(error) ?? lookUp(order.symbol, clientId);
  }
}

export type Cancelled = 'done' | VenueRefusal | { readonly type: 'unknown' };

export async function cancelOrder({ symbol, id }: Pick<VenueOrder, 'symbol' | 'id'>): Promise<Cancelled> {
  try {
    await venueCall({ method: 'DELETE', path: '/order', body: { symbol, orderId: id }, schema: orderAnswer });
    return 'done';
  } catch (error) {
    return refusalOf(error) ?? { type: 'unknown' };
  }
}

/** Cancels all orders of a market. */
export async function cancelOrders(symbol: string): Promise<Cancelled> {
  try {
    await venueCall({ method: 'DELETE', path: '/orders', body: { symbol }, schema: ordersAnswer });
    return 'done';
  } catch (error) {
    return refusalOf(error) ?? { type: 'unknown' };
  }
}

/** Whether the venue itself says that nothing was done. An answer of a proxy, or a fault, leaves the outcome open. */
function refusalOf(error: unknown): VenueRefusal | undefined {
  if (!(error instanceof ApiError)) return undefined;
  const { status, code, message } = error;
  return status < 500 || code === 'MAINTENANCE' || code === 'NOT_IMPLEMENTED'
    ? { type: 'refused', code, message }
    : undefined;
}

/**
 * Looks for an order without an answer: among those that are open, in the history, and in what the venue tells of own
 * orders. The history is some tenths of a second behind, so it is not asked at once.
 */
async function lookUp(symbol: string, clientId: number): Promise<Placed> {
  let [looks, looksSinceArrival] = [0, 0];
  for (const until = clientNow() + LOOK_UP_LIMIT_MS; clientNow() < until; await pause(LOOK_UP_EVERY_MS)) {
    const order = (await findOpen(symbol, clientId)) ?? (looks > 0 ? await findOver(symbol, clientId) : undefined);
    if (order !== undefined) return { type: 'placed', order };
    looks += 1;
    if (hasArrived(clientId)) looksSinceArrival += 1;
    if (looksSinceArrival === LOOKS_WHEN_ARRIVED) break;
  }
  return { type: hasArrived(clientId) ? 'arrived' : 'unknown' };
}

async function findOpen(symbol: string, clientId: number): Promise<VenueOrder | undefined> {
  const query = { symbol, clientId };
  return venueCall({ path: '/order', query, schema: orderAnswer }).catch(() => undefined);
}

async function findOver(symbol: string, clientId: number): Promise<VenueOrder | undefined> {
  const newest = await fetchPastOrders({ symbol, limit: LOOK_UP_AMONG }).catch(() => []);
  const order = newest.find((past) => past.clientId === clientId && isOver(past));
  if (order !== undefined) noteExpiry(order, order.expiryReason);
  return order;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
