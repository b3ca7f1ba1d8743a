import { ROLES } from '@fulcrum/desk';
import { type Route, type RouteDefinition, route } from '../../http/route.ts';
import type { StaffController } from './staff.controller.ts';
import { meReply, staffReply } from './staff-schemas.ts';

const own = {
  ...{ tag: 'desk', access: { staff: ROLES }, waitsFor: 'desk', method: 'get' },
} as const satisfies Partial<RouteDefinition>;

/** Who somebody is at the desk, and who else works there. */
export function staffRoutes(staff: StaffController): Route[] {
  return [
    route(
      {
        ...own,
        path: '/desk/me',
        summary: 'Who you are at the desk',
        responses: { 200: { description: 'Your role', schema: meReply } },
      },
      ({ actor }) => staff.me(actor),
    ),
    route(
      {
        ...own,
        path: '/desk/staff',
        summary: 'Who works at the desk',
        responses: { 200: { description: 'By role', schema: staffReply } },
      },
      () => staff.list(),
    ),
  ];
}
