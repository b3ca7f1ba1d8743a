import { z } from 'zod';
import { type Route, type RouteDefinition, route } from '../http/route.ts';
import type { ErasureController } from './erasure/erasure.controller.ts';
import { erasureBody, erasureReply } from './erasure/erasure-schemas.ts';
import type { AccountExport } from './export/account-export.ts';

const own = { tag: 'account', access: 'session', waitsFor: 'database' } as const satisfies Partial<RouteDefinition>;
const responses = { 200: { description: 'Whether you have asked for it', schema: erasureReply } };

/** What is stored about a user: to have, and to have erased. */
export function personalDataRoutes(data: AccountExport, erasure: ErasureController): Route[] {
  return [
    route(
      {
        ...own,
        method: 'get',
        path: '/account/export',
        limit: 'uploads',
        summary: 'All that is stored about you, as one JSON file',
        description: 'But for hashes and secrets, and the records of what staff did. Documents come by their links.',
        responses: { 200: { description: 'A section for each kind', schema: z.record(z.string(), z.unknown()) } },
      },
      ({ session }) => data.export(session),
    ),
    route(
      {
        ...own,
        method: 'get',
        path: '/account/erasure',
        summary: 'Whether you asked for the erasure of your data',
        responses,
      },
      ({ session }) => erasure.state(session),
    ),
    route(
      {
        ...own,
        method: 'post',
        path: '/account/erasure',
        limit: 'settings',
        ...{ waitsFor: 'engine', needs: ['engine'] },
        summary: 'Ask for the erasure of your personal data',
        description:
          'It takes the present password, or a session that began with a link in the last fifteen minutes. Positions, orders, withdrawals and cash stand in the way: 409 `not_settled`. Staff do it, and it is for good. What the law has the broker keep stays, without your name.',
        body: erasureBody,
        responses,
      },
      ({ session, body, request }) => erasure.ask(session, body.presentPassword, request),
    ),
    route(
      {
        ...own,
        method: 'delete',
        path: '/account/erasure',
        limit: 'settings',
        summary: 'Take it back, while it was not done',
        responses,
      },
      ({ session }) => erasure.takeBack(session),
    ),
  ];
}
