import type { SessionsController } from '../controllers/sessions.controller.ts';
import { type Route, type RouteDefinition, route } from '../http/route.ts';
import { endSessionBody, messageReply, sessionsReply } from '../http/schemas.ts';

const own = { tag: 'auth', access: 'session', waitsFor: 'database' } as const satisfies Partial<RouteDefinition>;

const responses = {
  200: { description: 'Ended everywhere', schema: messageReply },
  202: { description: 'Ended; the other servers will know it in a moment', schema: messageReply },
};

export function sessionsRoutes(sessions: SessionsController): Route[] {
  return [
    route(
      {
        ...own,
        method: 'get',
        path: '/auth/sessions',
        summary: 'Your sessions that go on',
        responses: { 200: { description: 'The newest first', schema: sessionsReply } },
      },
      ({ session }) => sessions.list(session),
    ),
    route(
      {
        ...own,
        method: 'post',
        path: '/auth/sessions/end',
        limit: 'signIn',
        summary: 'End one of your sessions, at once everywhere',
        body: endSessionBody,
        responses,
      },
      ({ session, body }) => sessions.end(session, body.sessionId),
    ),
    route(
      {
        ...own,
        method: 'post',
        path: '/auth/sessions/end-others',
        limit: 'signIn',
        summary: 'End all your sessions but this one, at once everywhere',
        responses,
      },
      ({ session }) => sessions.endOthers(session),
    ),
  ];
}
