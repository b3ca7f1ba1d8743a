import { type JsonEvent, toJsonText } from '../json.ts';
import { createAccount, resetAccount, setAccount, setGroup } from './naive-accounts.ts';
import { setInstrument, setPrice, updatePrice } from './naive-instruments.ts';
import { getAccount, getOrder, voidOrder } from './naive-reads.ts';
import { type Fields, hasLaterShape, hasShape, isPlainObject, knownFields } from './naive-shapes.ts';
import { NaiveState, refuseInvalid, sumOf } from './naive-state.ts';
import { hold, settleHold, transfer } from './naive-transfers.ts';
import { closeAll, closeOrder } from './orders/naive-closing.ts';
import { cancelAll, cancelOrder, createOrder, expire } from './orders/naive-pending.ts';
import { updateOrder } from './orders/naive-updating.ts';

const MAX_DATA_LENGTH = 16_384;
const NEWEST_RULES = 7;

/** The version of the rules from which on a command is known, of those that are younger than the first. */
const KNOWN_SINCE: readonly [version: number, types: readonly string[]][] = [
  [4, ['transfer', 'hold', 'settle-hold']],
  [5, ['set-group', 'set-account', 'reset-account']],
  [6, ['cancel-order', 'close-all', 'cancel-all']],
  [7, ['set-price']],
];

/** What carries out a command whose shape is right. Each takes the command of its own type. */
const RULES: { readonly [type: string]: (state: NaiveState, command: never) => JsonEvent[] } = {
  'set-instrument': setInstrument,
  'set-rules': setRules,
  'create-account': createAccount,
  'price-update': updatePrice,
  'set-price': setPrice,
  'create-order': createOrder,
  'update-order': updateOrder,
  'close-order': closeOrder,
  'cancel-order': cancelOrder,
  'close-all': closeAll,
  'cancel-all': cancelAll,
  'get-account': getAccount,
  'get-order': getOrder,
  'void-order': voidOrder,
  transfer,
  hold,
  'settle-hold': settleHold,
  'set-group': setGroup,
  'set-account': setAccount,
  'reset-account': resetAccount,
};

/**
 * The rules of trade (docs/rules.md), written a second time, to be readable instead of fast. It shares no code with the
 * core. Where the two disagree, one of them has misread the rules.
 */
export class NaiveModel {
  private readonly state = new NaiveState();

  apply(id: string, type: string, data: unknown): JsonEvent[] {
    this.state.now = Number(id.split('-')[0]);
    return [...expire(this.state), ...this.carryOut(type, data)];
  }

  private carryOut(type: string, data: unknown): JsonEvent[] {
    const { state } = this;
    if (!isPlainObject(data) || toJsonText(data).length > MAX_DATA_LENGTH) return [];
    const isPrivate = (type === 'get-account' || type === 'get-order') && this.isPrivate(data);
    if (!hasShape(type, data)) return isPrivate ? [] : refuseInvalid(data);
    if (isPrivate) return [];
    const { actor, ...others } = knownFields(type, data);
    const command = state.rulesVersion >= 7 && actor !== undefined ? { ...others, actor } : others;
    const isUnknown = KNOWN_SINCE.some(([version, types]) => state.rulesVersion < version && types.includes(type));
    if (isUnknown || !hasLaterShape(type, data, state.rulesVersion)) return refuseInvalid(command);
    const rule = RULES[type];
    if (!rule) throw new Error(`the type ${type} has a shape but no rule`);
    return rule(state, command as never);
  }

  /** From rules version 2 on, a read that names its asker is answered to that asker alone, and yields no event. */
  private isPrivate({ replyTo }: Fields): boolean {
    return this.state.rulesVersion >= 2 && typeof replyTo === 'string' && /^[\w-]{1,64}$/.test(replyTo);
  }

  /** Always zero, since cash + the house's result = what was paid in less what was paid out. */
  conservation(): bigint {
    const { state } = this;
    for (const userId of state.balances.keys()) {
      const margins = sumOf(state.ordersOf(userId).map(({ margin }) => margin));
      if (state.cashOf(userId) !== state.balanceOf(userId) + margins + state.heldBy(userId))
        throw new Error(`the ledger of ${userId} is not what the account has`);
    }
    return sumOf([...state.ledgers.values()].flat()) + state.houseResult - state.deposits;
  }
}

function setRules(state: NaiveState, command: { requestId?: string; version: number }): JsonEvent[] {
  const { requestId, version } = command;
  if (version > NEWEST_RULES) throw new Error(`rules ${version} are of the future`);
  if (version < state.rulesVersion) return refuseInvalid(command);
  state.rulesVersion = version;
  return [{ type: 'rules-set', ...(requestId === undefined ? {} : { requestId }), version }];
}
