import type { LimitsController } from '../account/limits/limits.controller.ts';
import { limitsBody, limitsReply, pauseBody, pendingReply } from '../account/limits/limits-schemas.ts';
import { type Route, type RouteDefinition, route } from '../http/route.ts';

const own = { tag: 'account', waitsFor: 'engine', needs: ['engine'] } as const satisfies Partial<RouteDefinition>;
const change = { ...own, access: 'session', limit: 'settings' } as const satisfies Partial<RouteDefinition>;

const now = { description: 'As of now', schema: limitsReply };
const changed = { 200: now, 202: { description: 'Sent; the answer is late: ask again', schema: pendingReply } };

export function limitsRoutes(limits: LimitsController): Route[] {
  return [
    route(
      {
        ...own,
        ...{ access: 'read', limit: 'account', method: 'get', path: '/account/limits' },
        summary: 'What you may have open, how much of it you use, and your pause',
        responses: { 200: now },
      },
      ({ session }) => limits.limits(session),
    ),
    route(
      {
        ...change,
        ...{ method: 'put', path: '/account/limits' },
        summary: 'Set your own limits',
        description:
          'They hold where they are lower than those of all accounts; a higher one is 422 (limit_too_high). They concern what is opened from then on: what is open stays.',
        body: limitsBody,
        responses: changed,
      },
      ({ session, body }) => limits.change(session, body),
    ),
    route(
      {
        ...change,
        ...{ method: 'post', path: '/account/pause' },
        summary: 'Pause: open nothing for some days, or until a time',
        description:
          'Closing goes on. Nobody can lift a pause before its end: it can only be made longer (409 otherwise). The longest one is 366 days.',
        body: pauseBody,
        responses: changed,
      },
      ({ session, body }) => limits.pause(session, body),
    ),
  ];
}
