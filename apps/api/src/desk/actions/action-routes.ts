import { ACTION_KINDS, type ActionKindName, ROLES, type Role } from '@fulcrum/desk';
import { type Route, type RouteDefinition, route } from '../../http/route.ts';
import {
  actionParams,
  actionReply,
  actionsQuery,
  actionsReply,
  approveBody,
  refuseBody,
  withdrawBody,
} from './action-schemas.ts';
import type { ActionsController } from './actions.controller.ts';

const own = { tag: 'desk', waitsFor: 'desk' } as const satisfies Partial<RouteDefinition>;

/** Everybody who may say yes to anything: who may to this action, the action's kind says. */
const APPROVERS: readonly Role[] = ROLES.filter((role) =>
  Object.values(ACTION_KINDS).some(({ approves }) => (approves as readonly Role[]).includes(role)),
);

export const asksFor = (...kinds: readonly ActionKindName[]) => ({
  staff: ROLES.filter((role) => kinds.some((kind) => (ACTION_KINDS[kind].asks as readonly Role[]).includes(role))),
});

export const outcome = {
  200: { description: 'It has ended', schema: actionReply },
  202: { description: 'It waits for a second person, or is being carried out: look again', schema: actionReply },
} as const;

const decision = { ...own, method: 'post', params: actionParams, responses: outcome } as const;

/** What waits, what was done, and the second person's word. */
export function actionRoutes(actions: ActionsController): Route[] {
  return [
    route(
      {
        ...own,
        ...{ access: { staff: ROLES }, method: 'get', path: '/desk/actions', query: actionsQuery },
        summary: 'What staff have asked for and done, page by page',
        responses: { 200: { description: 'The newest first', schema: actionsReply } },
      },
      ({ query }) => actions.list(query),
    ),
    route(
      {
        ...own,
        ...{ access: { staff: ROLES }, method: 'get', path: '/desk/actions/:actionId', params: actionParams },
        summary: 'One action, and what it would replace now',
        responses: { 200: { description: 'As it stands', schema: actionReply } },
      },
      ({ params }) => actions.show(params.actionId),
    ),
    route(
      {
        ...decision,
        ...{ access: { staff: APPROVERS }, path: '/desk/actions/:actionId/approve', body: approveBody },
        summary: 'Say yes to what another one asked for',
        description: 'It is carried out then. Who may is said by its kind: see mayApprove.',
      },
      ({ actor, params, body }) => actions.approve(actor, params.actionId, body),
    ),
    route(
      {
        ...decision,
        ...{ access: { staff: APPROVERS }, path: '/desk/actions/:actionId/refuse', body: refuseBody },
        summary: 'Say no to what another one asked for',
      },
      ({ actor, params, body }) => actions.refuse(actor, params.actionId, body),
    ),
    route(
      {
        ...decision,
        ...{ access: { staff: ROLES }, path: '/desk/actions/:actionId/withdraw', body: withdrawBody },
        summary: 'Take back what you asked for',
      },
      ({ actor, params, body }) => actions.withdraw(actor, params.actionId, body),
    ),
  ];
}
