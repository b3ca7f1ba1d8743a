import { type VenueRoute, venueRoute } from '../http/venue-route.ts';
import {
  cancelOrderBody,
  cancelOrdersBody,
  openOrdersQuery,
  orderQuery,
  placeOrderBody,
  placeOrdersBody,
} from '../orders/order-schemas.ts';
import type { OrdersController } from '../orders/orders.controller.ts';

const ORDER = '/api/v1/order';
const ORDERS = '/api/v1/orders';

/** A user's orders. */
export function ordersRoutes(orders: OrdersController): VenueRoute[] {
  return [
    venueRoute(
      { method: 'post', path: ORDER, access: { signedFor: 'orderExecute' }, body: placeOrderBody },
      ({ userId, body }) => orders.place(userId, body),
    ),
    venueRoute(
      { method: 'get', path: ORDER, access: { signedFor: 'orderQuery' }, query: orderQuery },
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
      { method: 'get', path: ORDERS, access: { signedFor: 'orderQueryAll' }, query: openOrdersQuery },
      ({ userId, query }) => orders.open(userId, query.symbol),
    ),
    venueRoute(
      { method: 'delete', path: ORDERS, access: { signedFor: 'orderCancelAll' }, body: cancelOrdersBody },
      ({ userId, body }) => orders.cancelAll(userId, body.symbol, body.side),
    ),
  ];
}
