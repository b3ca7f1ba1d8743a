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
import type { InstrumentsController } from './instruments/instruments.controller.ts';
import { instrumentRoutes } from './instruments/instruments.routes.ts';
import type { MoneyController } from './money/money.controller.ts';
import { moneyRoutes } from './money/money.routes.ts';
import type { RiskController } from './risk/risk.controller.ts';
import { riskRoutes } from './risk/risk.routes.ts';
import type { StaffController } from './staff/staff.controller.ts';
import { staffRoutes } from './staff/staff.routes.ts';

/** What answers the routes of the desk. */
export interface DeskControllers extends ActionControllers {
  readonly staff: StaffController;
  readonly clients: ClientsController;
  readonly audit: AuditController;
  readonly identity: IdentityDeskController;
  readonly erasures: ErasuresController;
  readonly money: MoneyController;
  readonly risk: RiskController;
  readonly instruments: InstrumentsController;
}

/** Every route of the desk, below /api/v1/desk. */
export function deskRoutes(desk: DeskControllers): Route[] {
  return [
    ...staffRoutes(desk.staff),
    ...clientRoutes(desk.clients),
    ...auditRoutes(desk.audit),
    ...identityDeskRoutes(desk.identity),
    ...erasureRoutes(desk.erasures),
    ...moneyRoutes(desk.money),
    ...riskRoutes(desk.risk),
    ...instrumentRoutes(desk.instruments),
    ...routesOfActions(desk),
  ];
}
