import { type Route, type RouteDefinition, route } from '../../http/route.ts';
import { asksFor, outcome } from './action-routes.ts';
import {
  adjustmentBody,
  askedBody,
  clientParams,
  closeBody,
  depositBody,
  manyBody,
  orderParams,
  releaseBody,
  rightsBody,
  withdrawalParams,
} from './action-schemas.ts';
import type { ClientActsController } from './client-acts.controller.ts';

const acting = {
  ...{ tag: 'desk', method: 'post', waitsFor: 'desk', responses: outcome },
} as const satisfies Partial<RouteDefinition>;
/** What the engine is asked for first. */
const looking = { ...acting, waitsFor: 'engine', needs: ['engine'] } as const satisfies Partial<RouteDefinition>;

/** What staff do to a client's account and money. */
export function clientActRoutes(acts: ClientActsController): Route[] {
  return [
    route(
      {
        ...acting,
        ...{ access: asksFor('restrict-account', 'restore-account'), path: '/desk/clients/:userId/rights' },
        ...{ params: clientParams, body: rightsBody },
        summary: 'Change what the owner of an account may do',
        description: 'Fewer rights hold at once. To give rights back takes two, and support does not ask for it.',
      },
      ({ actor, params, body }) => acts.setRights(actor, params.userId, body),
    ),
    route(
      {
        ...looking,
        ...{ access: asksFor('book-deposit'), path: '/desk/clients/:userId/deposits' },
        ...{ params: clientParams, body: depositBody },
        summary: 'Book money that has arrived',
      },
      ({ actor, params, body }) => acts.deposit(actor, params.userId, body),
    ),
    route(
      {
        ...looking,
        ...{ access: asksFor('adjust-cash'), path: '/desk/clients/:userId/adjustments' },
        ...{ params: clientParams, body: adjustmentBody },
        summary: 'Correct an account’s cash',
      },
      ({ actor, params, body }) => acts.adjust(actor, params.userId, body),
    ),
    route(
      {
        ...acting,
        ...{ access: asksFor('pay-withdrawal'), path: '/desk/withdrawals/:transferId/pay' },
        ...{ params: withdrawalParams, body: askedBody },
        summary: 'Say that a withdrawal was paid',
      },
      ({ actor, params, body }) => acts.pay(actor, params.transferId, body),
    ),
    route(
      {
        ...acting,
        ...{ access: asksFor('release-withdrawal'), path: '/desk/withdrawals/:transferId/release' },
        ...{ params: withdrawalParams, body: releaseBody },
        summary: 'Refuse a withdrawal: its money goes back to the balance',
      },
      ({ actor, params, body }) => acts.release(actor, params.transferId, body),
    ),
    ...orderActRoutes(acts),
  ];
}

function orderActRoutes(acts: ClientActsController): Route[] {
  return [
    route(
      {
        ...looking,
        ...{ access: asksFor('close-order'), path: '/desk/clients/:userId/orders/:orderId/close' },
        ...{ params: orderParams, body: closeBody },
        summary: 'Close a client’s position, or a part of it',
      },
      ({ actor, params, body }) => acts.closeOrder(actor, params.userId, params.orderId, body),
    ),
    route(
      {
        ...acting,
        ...{ access: asksFor('cancel-order'), path: '/desk/clients/:userId/orders/:orderId/cancel' },
        ...{ params: orderParams, body: askedBody },
        summary: 'Cancel a client’s order that waits',
      },
      ({ actor, params, body }) => acts.cancelOrder(actor, params.userId, params.orderId, body),
    ),
    route(
      {
        ...acting,
        ...{ access: asksFor('close-all'), path: '/desk/clients/:userId/close-all' },
        ...{ params: clientParams, body: manyBody },
        summary: 'Close all positions of a client, or those of one instrument',
      },
      ({ actor, params, body }) => acts.endAll(actor, 'close-all', params.userId, body),
    ),
    route(
      {
        ...acting,
        ...{ access: asksFor('cancel-all'), path: '/desk/clients/:userId/cancel-all' },
        ...{ params: clientParams, body: manyBody },
        summary: 'Cancel all orders of a client that wait, or those of one instrument',
      },
      ({ actor, params, body }) => acts.endAll(actor, 'cancel-all', params.userId, body),
    ),
  ];
}
