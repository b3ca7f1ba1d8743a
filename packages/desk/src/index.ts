export { ACTION_KINDS, type ActionKindName, type TakesTwo } from './actions/action-kinds.ts';
export { type AuditedAct, appendAudit } from './audit/append-audit.ts';
export type { Actor } from './staff/actor.ts';
export { changeRole } from './staff/change-role.ts';
export { localOperator } from './staff/local-operator.ts';
export { isRole, ROLES, type Role } from './staff/roles.ts';
export { staffRole } from './staff/staff-role.ts';
