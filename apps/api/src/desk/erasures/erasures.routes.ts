import { type Route, route } from '../../http/route.ts';
import { asksFor, outcome } from '../actions/action-routes.ts';
import { askedBody } from '../actions/action-schemas.ts';
import { clientParams, pageQuery } from '../lists/list-schemas.ts';
import type { ErasuresController } from './erasures.controller.ts';
import { erasuresReply } from './erasures-schemas.ts';

const own = { tag: 'desk', access: asksFor('erase-client') } as const;

/** The erasure of clients' personal data. */
export function erasureRoutes(erasures: ErasuresController): Route[] {
  return [
    route(
      {
        ...own,
        ...{ method: 'get', path: '/desk/erasures', waitsFor: 'desk', limit: 'account' },
        summary: 'Clients who want their personal data erased, page by page',
        query: pageQuery,
        responses: { 200: { description: 'Who asked first comes first', schema: erasuresReply } },
      },
      ({ query }) => erasures.list(query),
    ),
    route(
      {
        ...own,
        ...{ method: 'post', path: '/desk/clients/:userId/erase', waitsFor: 'engine', needs: ['engine'] },
        summary: 'Erase a client’s personal data, for good',
        description: 'It takes two. Positions, orders, withdrawals and cash stand in the way: 409 `not_settled`.',
        ...{ params: clientParams, body: askedBody, responses: outcome },
      },
      ({ actor, params, body }) => erasures.erase(actor, params.userId, body),
    ),
  ];
}
