import { type Route, type RouteDefinition, route } from '../http/route.ts';
import { messageReply } from '../http/schemas.ts';
import { createdKeyReply, createKeyBody, keyParams, keysReply } from '../keys/key-schemas.ts';
import type { KeysController } from '../keys/keys.controller.ts';

const own = {
  tag: 'auth',
  access: 'session',
  waitsFor: 'database',
} as const satisfies Partial<RouteDefinition>;

export function keyRoutes(keys: KeysController): Route[] {
  return [
    route(
      {
        ...own,
        method: 'get',
        path: '/auth/keys',
        summary: 'The keys of your programs, without their secrets',
        responses: { 200: { description: 'The oldest first', schema: keysReply } },
      },
      ({ session }) => keys.list(session),
    ),
    route(
      {
        ...own,
        method: 'post',
        path: '/auth/keys',
        limit: 'keys',
        summary: 'Make a key for a program',
        description:
          'The secret is shown this once. A program sends it as `Authorization: Bearer fk_…`, to this API and with the request that opens a WebSocket. No key moves money, changes how you sign in, or makes keys.',
        body: createKeyBody,
        responses: { 201: { description: 'Made', schema: createdKeyReply } },
      },
      ({ session, body, request }) => keys.create(session, body, request),
    ),
    route(
      {
        ...own,
        method: 'delete',
        path: '/auth/keys/:id',
        limit: 'keys',
        summary: 'Delete a key: it is refused everywhere within a second, and WebSockets that it opened are closed',
        params: keyParams,
        responses: {
          200: { description: 'Deleted', schema: messageReply },
          202: {
            description: 'Deleted; servers that used it a moment ago will know in half a minute',
            schema: messageReply,
          },
        },
      },
      ({ session, params }) => keys.delete(session, params.id),
    ),
  ];
}
