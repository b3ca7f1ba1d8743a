import type { Database } from '@fulcrum/db';
import { StaffCheck } from '../staff-check.ts';

/** For servers whose routes are not for staff. */
export function noStaff(): StaffCheck {
  return new StaffCheck({ db: {} as Database, trustedProxies: 0, needsSecondFactor: false });
}
