import type { Route } from '../http/route.ts';
import { type ActionControllers, routesOfActions } from './actions/create-actions.ts';
import type { AuditController } from './audit/audit.controller.ts';
import { auditRoutes } from './audit/audit.routes.ts';
import type { ClientsController } from './clients/clients.controller.ts';
import { clientRoutes } from './clients/clients.routes.ts';
import type { ErasuresController } from './erasures/erasures.controller.ts';
import { erasureRoutes } from './erasures/erasures.routes.ts';
import type { IdentityDeskController } from './identity/identity-desk.controller.ts';
import { identityDeskRoutes } from './identity/identity-desk.routes.ts';
import type { StaffController } from './staff/staff.controller.ts';
import { staffRoutes } from './staff/staff.routes.ts';

/** What answers the routes of the desk. */
export interface DeskControllers extends ActionControllers {
  readonly staff: StaffController;
  readonly clients: ClientsController;
  readonly audit: AuditController;
  readonly identity: IdentityDeskController;
  readonly erasures: ErasuresController;
}

/** Every route of the desk, below /api/v1/desk. */
export function deskRoutes({ staff, clients, audit, identity, erasures, ...acts }: DeskControllers): Route[] {
  return [
    ...staffRoutes(staff),
    ...clientRoutes(clients),
    ...auditRoutes(audit),
    ...identityDeskRoutes(identity),
    ...erasureRoutes(erasures),
    ...routesOfActions(acts),
  ];
}
