import { type Route, type RouteDefinition, route } from '../../http/route.ts';
import type { AuditController } from './audit.controller.ts';
import { auditCheckQuery, auditCheckReply, auditHeadReply, auditQuery, auditReply } from './audit-schemas.ts';

const own = {
  ...{ tag: 'desk', access: { staff: ['compliance', 'admin'] }, waitsFor: 'desk', method: 'get' },
} as const satisfies Partial<RouteDefinition>;

/** Who did what at the desk. */
export function auditRoutes(audit: AuditController): Route[] {
  return [
    route(
      {
        ...own,
        path: '/desk/audit',
        summary: 'The audit log, page by page',
        query: auditQuery,
        responses: { 200: { description: 'The newest first', schema: auditReply } },
      },
      ({ query }) => audit.page(query),
    ),
    route(
      {
        ...own,
        path: '/desk/audit/head',
        summary: 'The last row of the audit log, to be kept elsewhere',
        responses: { 200: { description: 'Its number and its hash', schema: auditHeadReply } },
      },
      () => audit.head(),
    ),
    route(
      {
        ...own,
        path: '/desk/audit/check',
        summary: 'Check a further piece of the audit log’s chain',
        description:
          'Each request goes on where the last one ended, by 10,000 rows at most, and what was good is not checked again unless `again` says so. `npm run audit -- check` checks all of it at once, and compares with what was kept elsewhere.',
        query: auditCheckQuery,
        responses: { 200: { description: 'How far it is whole, or where it is broken', schema: auditCheckReply } },
      },
      ({ query }) => audit.check(query.again === 'true'),
    ),
  ];
}
