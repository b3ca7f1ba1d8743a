import { ApiError } from '../../api/client.ts';
import { clientNow } from '../../clock/server-clock.ts';
import { venueCall } from '../api/venue-call.ts';
import { orderAnswer, ordersAnswer, type TimeInForce, type VenueOrder, type VenueSide } from '../api/venue-schemas.ts';
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

/** Looks for an order without an answer: in what the venue tells of own orders, and among those that are open. */
async function lookUp(symbol: string, clientId: number): Promise<Placed> {
  for (const until = clientNow() + LOOK_UP_LIMIT_MS; clientNow() < until; await pause(LOOK_UP_EVERY_MS)) {
    const query = { symbol, clientId };
    const open = await venueCall({ path: '/order', query, schema: orderAnswer }).catch(() => undefined);
    if (open !== undefined) return { type: 'placed', order: open };
    if (hasArrived(clientId)) return { type: 'arrived' };
  }
  return { type: 'unknown' };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
