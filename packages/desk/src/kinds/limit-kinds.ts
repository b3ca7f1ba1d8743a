import { DEFAULT_GROUP, ORDER_RULES, SETTINGS_RULES } from '@fulcrum/cfd';
import { commandSchemas } from '@fulcrum/protocol';
import { z } from 'zod';
import { limitsOfLog } from '../log-state/limits-of-log.ts';
import type { EngineKind } from './kind.ts';
import { moneyAmount } from './money-kinds.ts';

const { maxOpenOrders } = commandSchemas['set-group'].shape;

/** What holds for all accounts: a limit that is absent does not hold. */
export const groupLimits = z.strictObject({
  maxOpenOrders,
  maxNotional: moneyAmount.optional(),
  maxTotalNotional: moneyAmount.optional(),
  positionMode: z.enum(['hedging', 'netting']).optional(),
});

/** Replaces all that is set for all accounts. */
export const setLimits: EngineKind<z.output<typeof groupLimits>> = {
  data: groupLimits,
  subject: () => DEFAULT_GROUP,
  rules: ({ positionMode }) => (positionMode === undefined ? SETTINGS_RULES : ORDER_RULES),
  replaces: { present: (parts) => limitsOfLog(parts) },
  command: ({ data }) => ({ type: 'set-group', data: { group: DEFAULT_GROUP, ...data } }),
};
