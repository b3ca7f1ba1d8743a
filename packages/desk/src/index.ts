export {
  ACTION_STATES,
  type ActionRow,
  type ActionState,
  hasEnded,
  REQUEST_PREFIX,
  requestIdOf,
} from './actions/action.ts';
export { ACTION_KINDS, type ActionKindName, type TakesTwo } from './actions/action-kinds.ts';
export { type Asked, ask, type DeskParts, duplicateAction, MAX_WAITING } from './actions/ask.ts';
export { canonical } from './actions/canonical.ts';
export { type Approval, approve, type Decision, refuse, unknownAction, withdraw } from './actions/decide.ts';
export { expireOld } from './actions/expire.ts';
export { reasonText } from './actions/reason.ts';
export { type AuditedAct, appendAudit } from './audit/append-audit.ts';
export { CHAIN_START, type ChainFault, type ChainPlace } from './audit/chain.ts';
export { chainHead, readChainPage } from './audit/chain-rows.ts';
export { ChainWalk } from './audit/chain-walk.ts';
export { type ChainReport, checkChain } from './audit/check-chain.ts';
export { type AuditFilter, type AuditQuery, type AuditRow, readAudit } from './audit/read-audit.ts';
export { actAtOnce } from './carrying-out/act-at-once.ts';
export { type DueAction, dueActions } from './carrying-out/due.ts';
export { endAnswered } from './carrying-out/end-answered.ts';
export { type ActionAnswer, finish } from './carrying-out/finish.ts';
export { endLost } from './carrying-out/lost-actions.ts';
export { type SendParts, send } from './carrying-out/send.ts';
export { DeskRefusal } from './desk-refusal.ts';
export { eraseClient } from './erasure/erase-client.ts';
export { refuseErased } from './erasure/refuse-erased.ts';
export { givesRights } from './kinds/account-kinds.ts';
export { type Difference, differences } from './kinds/differences.ts';
export { isHalting, opensMarket } from './kinds/instrument-kinds.ts';
export { instrumentSettings } from './kinds/instrument-settings.ts';
export { kindOf } from './kinds/kinds.ts';
export { groupLimits } from './kinds/limit-kinds.ts';
export { moneyAmount, moneyChange, paymentId, shownNote } from './kinds/money-kinds.ts';
export { priceHindrance } from './kinds/price-kinds.ts';
export { instrumentsOfLog, type Settings } from './log-state/instruments-of-log.ts';
export { type GroupSettings, limitsOfLog } from './log-state/limits-of-log.ts';
export type { LogParts } from './log-state/log-parts.ts';
export { type Rights, rightsOfLog } from './log-state/rights-of-log.ts';
export { rulesVersionOfLog } from './log-state/rules-of-log.ts';
export { type Actor, DESK } from './staff/actor.ts';
export { changeRole } from './staff/change-role.ts';
export { holdRoles } from './staff/hold-roles.ts';
export { localOperator } from './staff/local-operator.ts';
export { ROLES, type Role } from './staff/roles.ts';
export { staffRole } from './staff/staff-role.ts';
