import { ACTION_KINDS } from '@fulcrum/desk';
import { MEDIA_TYPES } from '@fulcrum/identity';
import { type Route, type RouteDefinition, route } from '../../http/route.ts';
import { documentParams, fileReply } from '../../identity/identity-schemas.ts';
import { clientParams } from '../lists/list-schemas.ts';
import {
  clientIdentityReply,
  decisionBody,
  identitiesQuery,
  identitiesReply,
  reviewBody,
} from './desk-identity-schemas.ts';
import type { IdentityDeskController } from './identity-desk.controller.ts';

const reading = {
  ...{ tag: 'desk', access: { staff: ['support', 'compliance', 'admin'] }, waitsFor: 'desk', limit: 'account' },
} as const satisfies Partial<RouteDefinition>;
const deciding = {
  ...{ tag: 'desk', access: { staff: ACTION_KINDS['decide-identity'].asks }, waitsFor: 'desk', limit: 'settings' },
} as const satisfies Partial<RouteDefinition>;

const responses = { 200: { description: 'How it stands', schema: clientIdentityReply } };

/** Identity checks, as staff see them and decide about them. */
export function identityDeskRoutes(identity: IdentityDeskController): Route[] {
  return [...readRoutes(identity), ...decisionRoutes(identity)];
}

function readRoutes(identity: IdentityDeskController): Route[] {
  return [
    route(
      {
        ...reading,
        method: 'get',
        path: '/desk/identity',
        summary: 'Identity checks in one state, page by page',
        query: identitiesQuery,
        responses: { 200: { description: 'That which was sent first comes first', schema: identitiesReply } },
      },
      ({ query }) => identity.list(query),
    ),
    route(
      {
        ...reading,
        method: 'get',
        path: '/desk/identity/:userId',
        summary: 'A client’s identity check: how it stands, what they said, and which documents they sent',
        params: clientParams,
        responses,
      },
      ({ params }) => identity.of(params.userId),
    ),
    route(
      {
        ...deciding,
        method: 'get',
        path: '/desk/identity/documents/:id',
        limit: 'account',
        summary: 'A client’s document, as they sent it',
        description:
          'That it was read is in the audit log before the first byte is sent. It is untrusted: nothing in it may be run.',
        params: documentParams,
        responses: { 200: { description: 'The file', schema: fileReply, otherTypes: Object.keys(MEDIA_TYPES) } },
      },
      ({ actor, params }) => identity.document(actor, params.id),
    ),
  ];
}

function decisionRoutes(identity: IdentityDeskController): Route[] {
  return [
    route(
      {
        ...deciding,
        method: 'post',
        path: '/desk/identity/:userId/review',
        summary: 'Say that you look at it',
        params: clientParams,
        body: reviewBody,
        responses,
      },
      ({ actor, params, body }) => identity.review(actor, params.userId, body.version),
    ),
    route(
      {
        ...deciding,
        method: 'post',
        path: '/desk/identity/:userId/decision',
        summary: 'Approve it, or refuse it and say why',
        description:
          'What is refused may be sent again. An approval may be taken back by a refusal. Nobody decides about their own.',
        params: clientParams,
        body: decisionBody,
        responses,
      },
      ({ actor, params, body }) => identity.decide(actor, params.userId, body),
    ),
  ];
}
