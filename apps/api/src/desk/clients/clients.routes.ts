import { ROLES } from '@fulcrum/desk';
import { agreementsReply } from '../../account/account-schemas.ts';
import { type Route, type RouteDefinition, route } from '../../http/route.ts';
import { clientParams, historyQuery, pageQuery } from '../lists/list-schemas.ts';
import type { ClientsController } from './clients.controller.ts';
import {
  clientReply,
  clientSessionsReply,
  clientsQuery,
  clientsReply,
  endClientSessionsBody,
  endedReply,
  ledgerQuery,
  ledgerReply,
  notesReply,
  ordersQuery,
  ordersReply,
  rejectionsReply,
  tradesQuery,
  tradesReply,
  transfersReply,
} from './clients-schemas.ts';

/** What staff read of clients counts on who reads it, as reads of their own account do. */
const reading = {
  ...{ tag: 'desk', access: { staff: ROLES }, method: 'get', waitsFor: 'desk', limit: 'account' },
} as const satisfies Partial<RouteDefinition>;
const asking = { ...reading, waitsFor: 'engine' } as const;
const ofClient = { ...reading, params: clientParams } as const;

const SESSION_ROLES = ['support', 'compliance', 'admin'] as const;
const ofSessions = { ...ofClient, access: { staff: SESSION_ROLES } } as const;

const OTHER_SHARD = 'Of an account that another shard keeps it is 409, `other_shard`.';

/** What staff see of clients. */
export function clientRoutes(clients: ClientsController): Route[] {
  return [...listRoutes(clients), ...accountRoutes(clients), ...historyRoutes(clients), ...personRoutes(clients)];
}

function listRoutes(clients: ClientsController): Route[] {
  return [
    route(
      {
        ...reading,
        path: '/desk/clients',
        summary: 'Find clients, page by page',
        description:
          'Without `search` the newest come first. With it they are in the order of what they are found by: address, name, or last word of the name. A page may have fewer than its limit, and still be followed by another.',
        query: clientsQuery,
        responses: { 200: { description: 'A page of clients of all shards', schema: clientsReply } },
      },
      ({ query }) => clients.list(query),
    ),
  ];
}

function accountRoutes(clients: ClientsController): Route[] {
  return [
    route(
      {
        ...asking,
        path: '/desk/clients/:userId',
        params: clientParams,
        summary: 'A client: who they are, and how their account stands',
        responses: { 200: { description: 'As of now', schema: clientReply } },
      },
      ({ params }) => clients.overview(params.userId),
    ),
    route(
      {
        ...asking,
        path: '/desk/clients/:userId/orders',
        needs: ['engine'],
        params: clientParams,
        query: ordersQuery,
        summary: 'A client’s open positions, valued at the current price, and orders that wait',
        description: `A page counts both. ${OTHER_SHARD}`,
        responses: { 200: { description: 'In the order of opening and placing', schema: ordersReply } },
      },
      ({ params, query }) => clients.orders(params.userId, query),
    ),
  ];
}

function historyRoutes(clients: ClientsController): Route[] {
  return [
    route(
      {
        ...ofClient,
        path: '/desk/clients/:userId/trades',
        needs: ['instruments'],
        query: tradesQuery,
        summary: 'A client’s closings, and orders that ended without opening',
        description: OTHER_SHARD,
        responses: { 200: { description: 'The newest first', schema: tradesReply } },
      },
      ({ params, query }) => clients.trades(params.userId, query),
    ),
    route(
      {
        ...ofClient,
        path: '/desk/clients/:userId/ledger',
        query: ledgerQuery,
        summary: 'Every change of a client’s cash',
        description: OTHER_SHARD,
        responses: { 200: { description: 'The newest first', schema: ledgerReply } },
      },
      ({ params, query }) => clients.entries(params.userId, query),
    ),
    route(
      {
        ...ofClient,
        path: '/desk/clients/:userId/transfers',
        query: historyQuery,
        summary: 'Each step of a client’s deposits, adjustments and withdrawals',
        description: OTHER_SHARD,
        responses: { 200: { description: 'The newest first', schema: transfersReply } },
      },
      ({ params, query }) => clients.transfers(params.userId, query),
    ),
    route(
      {
        ...ofClient,
        path: '/desk/clients/:userId/rejections',
        query: historyQuery,
        summary: 'What the engine refused a client',
        description: OTHER_SHARD,
        responses: { 200: { description: 'The newest first', schema: rejectionsReply } },
      },
      ({ params, query }) => clients.rejections(params.userId, query),
    ),
  ];
}

function personRoutes(clients: ClientsController): Route[] {
  return [
    route(
      {
        ...ofClient,
        path: '/desk/clients/:userId/notes',
        query: pageQuery,
        summary: 'What staff noted about a client',
        responses: { 200: { description: 'The newest first', schema: notesReply } },
      },
      ({ params, query }) => clients.notes(params.userId, query),
    ),
    route(
      {
        ...ofClient,
        path: '/desk/clients/:userId/agreements',
        summary: 'What a client has agreed to, and when',
        responses: { 200: { description: 'The texts, and what was agreed to', schema: agreementsReply } },
      },
      ({ params }) => clients.agreements(params.userId),
    ),
    route(
      {
        ...ofSessions,
        path: '/desk/clients/:userId/sessions',
        summary: 'A client’s sessions that go on',
        responses: { 200: { description: 'The newest first', schema: clientSessionsReply } },
      },
      ({ params }) => clients.sessions(params.userId),
    ),
    route(
      {
        ...ofSessions,
        method: 'post',
        path: '/desk/clients/:userId/sessions/end',
        summary: 'End one of a client’s sessions, or all, at once everywhere',
        description: 'Nobody ends their own here. Those of staff are ended by compliance and admin.',
        body: endClientSessionsBody,
        responses: {
          200: { description: 'Ended everywhere', schema: endedReply },
          202: { description: 'Ended; the other servers will know it in a moment', schema: endedReply },
        },
      },
      ({ actor, params, body }) => clients.endSessions(actor, params.userId, body),
    ),
  ];
}
