import type { CommandData } from '@fulcrum/protocol';
import type { Random } from '../world/random.ts';

/** Commands of the younger kinds of orders, as a trader sends them: most make sense, some come too late or contradict. */

export type OrderCommand =
  | Sent<'create-order'>
  | Sent<'update-order'>
  | Sent<'close-order'>
  | Sent<'cancel-order'>
  | Sent<'close-all'>
  | Sent<'cancel-all'>;

interface Sent<
  Type extends 'create-order' | 'update-order' | 'close-order' | 'cancel-order' | 'close-all' | 'cancel-all',
> {
  readonly type: Type;
  readonly command: Omit<CommandData<Type>, 'requestId'>;
}

/** What a trader sees when he chooses. */
export interface View {
  readonly chance: Random;
  readonly userId: string;
  readonly asset: string;
  /** A price that is so many dollars away from the market. */
  readonly price: (dollarsAway: number) => string;
  /** The log's time. */
  readonly now: number;
  readonly newId: () => string;
  /** Ids of orders that he has sent, the last ones. */
  readonly sent: readonly string[];
}

const QUANTITIES = ['0.001', '0.002', '0.004', '0.00003'];

export function orderCommand(view: View): OrderCommand {
  const { chance, userId, asset, sent } = view;
  if (sent.length === 0 || chance.chance(0.55)) return chance.chance(0.6) ? waiting(view) : atOnce(view);
  const named = { orderId: chance.pick(sent), userId };
  const some = chance.pick([{}, { asset }]);
  return chance.pick<() => OrderCommand>([
    () => changed(view, named),
    () => changed(view, named),
    () => inPart(view, named),
    () => inPart(view, named),
    () => ({ type: 'cancel-order', command: named }),
    () =>
      chance.chance(0.3)
        ? { type: 'close-all', command: { userId, ...some } }
        : { type: 'cancel-all', command: { userId, ...some } },
  ])();
}

/** An order that waits for a price near the market's. */
function waiting(view: View): OrderCommand {
  const { chance, price, now } = view;
  const orderType = chance.pick(['limit', 'stop'] as const);
  const side = chance.pick(['buy', 'sell'] as const);
  const away = (side === 'buy') === (orderType === 'limit') ? -1 : 1;
  const at = away * (5 + chance.below(300));
  const expiry = chance.chance(0.4) ? { expiresAt: Math.floor(now + chance.between(1, 8_000)) } : {};
  const stop = side === 'buy' ? at - 20 - chance.below(300) : at + 20 + chance.below(300);
  const levels = chance.pick<object>([
    {},
    { stopLoss: price(stop) },
    { trailingDistance: `${5 + chance.below(200)}.5` },
  ]);
  return opening(view, side, { orderType, price: price(at), ...expiry, ...levels, ...guarantee(chance, levels) });
}

/** An order that opens at once, with a stop that trails or is guaranteed, or that closes others first. */
function atOnce(view: View): OrderCommand {
  const { chance, price } = view;
  const side = chance.pick(['buy', 'sell'] as const);
  const stop = { stopLoss: price((side === 'buy' ? -1 : 1) * (200 + chance.below(600))) };
  const terms = chance.pick<object>([
    { trailingDistance: `${20 + chance.below(400)}.0` },
    { ...stop, guaranteed: true },
    { reduceOnly: true },
    stop,
  ]);
  return opening(view, side, terms);
}

function guarantee(chance: Random, levels: object): object {
  return 'stopLoss' in levels && chance.chance(0.3) ? { guaranteed: true } : {};
}

function opening({ chance, userId, asset, newId }: View, side: 'buy' | 'sell', terms: object): OrderCommand {
  const size = { quantity: chance.pick(QUANTITIES), leverage: chance.pick([2, 10, 50, 100]) };
  return { type: 'create-order', command: { orderId: newId(), userId, asset, side, ...size, ...terms } };
}

function changed({ chance, price, now }: View, named: { orderId: string; userId: string }): OrderCommand {
  const changes = chance.pick<object>([
    { trailingDistance: `${5 + chance.below(300)}.0` },
    { trailingDistance: null },
    { stopLoss: price(chance.below(600) - 300) },
    { price: price(chance.below(600) - 300) },
    { expiresAt: Math.floor(now + chance.between(-10, 5_000)) },
    { expiresAt: null },
  ]);
  return { type: 'update-order', command: { ...named, ...changes } };
}

/** A part of what he believes to be open. */
function inPart({ chance }: View, named: { orderId: string; userId: string }): OrderCommand {
  const openQuantity = chance.pick(QUANTITIES);
  const quantity = chance.pick(['0.001', '0.0005', openQuantity]);
  return { type: 'close-order', command: { ...named, quantity, openQuantity } };
}
