import { type VenueRoute, venueRoute } from '../http/venue-route.ts';
import type { SimpleController } from '../simple/simple.controller.ts';
import { costOfQuote } from '../simple/simple-answers.ts';
import { orderParams, quoteBody } from '../simple/simple-schemas.ts';

/** What the simple dialect has for itself. The quote stands before the orders, since it is no order's id. */
export function simpleRoutes(simple: SimpleController): VenueRoute[] {
  const one = { path: '/api/v1/order/:id', access: 'trader', params: orderParams } as const;
  return [
    venueRoute(
      {
        ...{ method: 'post', path: '/api/v1/order/quote', access: 'public', body: quoteBody },
        ...{ readsCore: true, costOf: costOfQuote },
      },
      ({ body }) => simple.quote(body.market, body.kind, body.quantity),
    ),
    venueRoute({ ...one, method: 'get', readsCore: true, readsHistory: true }, ({ userId, params }) =>
      simple.one(userId, params.id),
    ),
    venueRoute({ ...one, method: 'delete' }, ({ userId, params }) => simple.cancel(userId, params.id)),
  ];
}
