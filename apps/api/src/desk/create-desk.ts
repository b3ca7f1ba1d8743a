import { type ApiConfig, staffNeedSecondFactor } from '../config.ts';
import { type ClientSources, createClients } from './clients/create-clients.ts';
import type { DeskControllers } from './desk-routes.ts';
import { StaffController } from './staff/staff.controller.ts';
import { StaffCheck } from './staff-check.ts';

/** What the desk needs of the rest of the API. */
export interface DeskParts extends ClientSources {
  readonly config: ApiConfig;
}

/** The parts of the desk. */
export interface Desk {
  /** Lets staff in, and nobody else. */
  readonly check: StaffCheck;
  readonly controllers: DeskControllers;
}

export function createDesk(parts: DeskParts): Desk {
  const { config, db } = parts;
  const needsSecondFactor = staffNeedSecondFactor(config);
  return {
    check: new StaffCheck({ db, trustedProxies: config.TRUSTED_PROXIES, needsSecondFactor }),
    controllers: { staff: new StaffController(db), clients: createClients(parts) },
  };
}
