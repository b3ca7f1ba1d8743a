import type { Request } from 'express';
import { isSigned } from '../http/signature-check.ts';
import { eitherRoute, type VenueRoute, venueRoute } from '../http/venue-route.ts';
import {
  cancelOrderBody,
  cancelOrdersBody,
  openOrdersQuery,
  orderQuery,
  placeOrderBody,
  placeOrdersBody,
} from '../orders/order-schemas.ts';
import type { OrdersController } from '../orders/orders.controller.ts';
import type { SimpleController } from '../simple/simple.controller.ts';
import { simpleOrderBody } from '../simple/simple-schemas.ts';

const ORDER = '/api/v1/order';
const ORDERS = '/api/v1/orders';

/** Whether an order is one of the simple dialect: nobody signs it, and it names a market, where Backpack's has a symbol. */
function isSimple(request: Request): boolean {
  const { body } = request;
  return !isSigned(request) && typeof body === 'object' && body !== null && Object.hasOwn(body, 'market');
}

/** A user's orders. */
export function ordersRoutes(orders: OrdersController, simple: SimpleController): VenueRoute[] {
  const placing = { method: 'post', path: ORDER, access: { signedFor: 'orderExecute' } } as const;
  const reading = { method: 'get', readsCore: true } as const;
  return [
    eitherRoute(
      isSimple,
      venueRoute({ ...placing, body: simpleOrderBody }, ({ userId, body }) => simple.place(userId, body)),
      venueRoute({ ...placing, body: placeOrderBody }, ({ userId, body }) => orders.place(userId, body)),
    ),
    venueRoute(
      { ...reading, path: ORDER, access: { signedFor: 'orderQuery' }, query: orderQuery },
      ({ userId, query }) => orders.one(userId, query),
    ),
    venueRoute(
      { method: 'delete', path: ORDER, access: { signedFor: 'orderCancel' }, body: cancelOrderBody },
      ({ userId, body }) => orders.cancel(userId, body),
    ),
    venueRoute(
      { method: 'post', path: ORDERS, access: { signedFor: 'orderExecute' }, body: placeOrdersBody },
      ({ userId, body }) => orders.placeAll(userId, body),
    ),
    venueRoute(
      { ...reading, path: ORDERS, access: { signedFor: 'orderQueryAll' }, query: openOrdersQuery },
      ({ userId, query }) => orders.open(userId, query.symbol),
    ),
    venueRoute(
      { method: 'delete', path: ORDERS, access: { signedFor: 'orderCancelAll' }, body: cancelOrdersBody },
      ({ userId, body }) => orders.cancelAll(userId, body.symbol, body.side),
    ),
  ];
}
