import { ROLES } from '@fulcrum/desk';
import { z } from 'zod';
import { type Route, route } from '../http/route.ts';

const me = z.object({ userId: z.uuid(), role: z.enum(ROLES) }).meta({ id: 'StaffMember' });

/** What every member of staff needs to begin with. */
export function deskRoutes(): Route[] {
  return [
    route(
      {
        tag: 'desk',
        access: { staff: ROLES },
        waitsFor: 'database',
        method: 'get',
        path: '/desk/me',
        summary: 'Who you are at the desk',
        responses: { 200: { description: 'Your role', schema: me } },
      },
      ({ actor }) => ({ status: 200, body: { userId: actor.id, role: actor.role } }),
    ),
  ];
}
