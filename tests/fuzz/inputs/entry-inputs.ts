import type { StreamKeys } from '@fulcrum/streams';
import type { Attacker } from '../attacker.ts';
import type { Dice } from './dice.ts';
import { brokenJson, deepJson, hostileText, jsonText, keyText, PROTOTYPE_KEYS } from './hostile-values.ts';

/** An entry that somebody writes straight into a stream, without being allowed to. It must have no effect. */
export interface EntryInput {
  readonly stream: Exclude<keyof StreamKeys, 'replies' | 'reads' | 'deskSent' | 'ofEngine' | 'ofVenue'>;
  /** Names and values in turn. */
  readonly fields: readonly (string | Buffer)[];
}

const STREAMS = ['engine', 'callback', 'price', 'revoked'] as const;

/** Names of fields. At least one that the reader needs is wrong or missing. */
const FIELDS = {
  engine: ['type', 'data'],
  callback: ['events'],
  price: ['asset', 'bid', 'bidQuantity', 'ask', 'askQuantity', 'exchangeTime', 'source'],
  revoked: ['sessionId', 'expiresAt'],
} as const;

const COMMANDS = [
  'set-instrument',
  'set-rules',
  'create-account',
  'price-update',
  'set-price',
  'create-order',
  'update-order',
  'close-order',
  'cancel-order',
  'close-all',
  'cancel-all',
  'get-account',
  'get-order',
  'void-order',
  'cancel-order',
  'transfer',
  'hold',
  'settle-hold',
  'set-group',
  'set-account',
  'reset-account',
] as const;

const EVENTS = [
  'instrument-set',
  'rules-set',
  'price-held',
  'price-released',
  'price-set',
  'account-created',
  'created',
  'updated',
  'closed',
  'placed',
  'cancelled',
  'reduced',
  'all-closed',
  'all-cancelled',
  'rejected',
  'account',
  'order',
  'transferred',
  'held',
  'hold-settled',
  'group-set',
  'account-set',
] as const;

export function entryInput(dice: Dice, attacker: Attacker): EntryInput {
  const stream = dice.pick(STREAMS);
  if (dice.chance(0.03)) return { stream, fields: manyFields(dice) };
  if (dice.chance(0.1)) return { stream, fields: otherFields(dice) };
  if (stream === 'engine') return { stream, fields: engineFields(dice, attacker) };
  if (stream === 'callback') return { stream, fields: ['events', eventsText(dice, attacker)] };
  return { stream, fields: FIELDS[stream].flatMap((name) => [name, strangeValue(dice)]) };
}

/** A known command with data of a wrong shape, or an unknown one with any data. */
function engineFields(dice: Dice, { userId, heldOrder }: Attacker): (string | Buffer)[] {
  const ids = `"requestId":"${dice.uuid()}","orderId":"${heldOrder}","userId":"${userId}"`;
  // No order is named: with its id, closing it would be a command of the right shape.
  const named = `"requestId":"${dice.uuid()}","userId":"${userId}"`;
  // Only its length is wrong.
  if (dice.chance(0.1))
    return ['type', 'close-order', 'data', `{${ids},"x":"${'x'.repeat(16_384 + dice.below(200_000))}"}`];
  const type = dice.chance(0.8) ? dice.pick(COMMANDS) : dice.pick([hostileText(dice), ...PROTOTYPE_KEYS]);
  if (type === 'close-all' || type === 'cancel-all') return ['type', type, 'data', hostileAll(dice, named)];
  const data = dice.pick<() => string | Buffer>([
    () => brokenJson(dice),
    () => `[${jsonText(dice)}]`,
    () => deepJson(dice, dice.pick([1_000, 16_000, 200_000, 1_000_000])),
    () => dice.bytes(dice.below(500)),
    () =>
      `{${ids},"asset":5,"side":"buy","quantity":${jsonText(dice)},"leverage":"10"}`
        .replace('"userId"', dice.pick(['"userId"', '"userID"']))
        .replace(heldOrder, dice.pick([heldOrder.toUpperCase(), 'x'])),
    () => `{"asset":"BTC_USDC","bid":${dice.pick(['1', '"NaN"', '"-"', 'null'])},"ask":"5"}`,
    () => `{"requestId":"q","version":${dice.pick(['0', '-1', '1.5', '"2"', 'null', '9007199254740993'])}}`,
    () =>
      `{"asset":"BTC_USDC","priceDecimals":2,"quantityDecimals":5,"minQuantity":"1","maxQuantity":"2","maxLeverage":1,"maxQuoteAgeMs":1,${dice.pick(['"mode":"shut"', '"maxJumpBps":0', '"maxSpreadBps":1e9', '"confirmJumpMs":-1', '"assetClass":"\\u0000"'])}}`,
    () => `{${named},"group":${dice.pick(['"gold"', '""', '5', '"__proto__"'])},"maxNotional":"1"}`,
    () =>
      `{${named},"limits":${dice.pick(['null', '[]', '{"maxOpenOrders":0}', '{"maxNotional":"-1"}', '{"maxNotional":"1e9"}', '{"maxTotalNotional":5}'])}}`,
    () =>
      `{${named},${dice.pick(['"rights":"all"', '"pausedUntil":null', '"pausedUntil":-1', '"pausedUntil":9007199254740991'])}}`,
    // Each of these is a command of the right shape but for one field.
    () =>
      `{${named},"asset":"BTC_USDC",${dice.pick(['"bid":"0","ask":"5"', '"bid":"6","ask":"5"', '"bid":"-1","ask":"5"', '"bid":"1","ask":"1e5"', '"bid":"0.001","ask":"5"', '"bid":5,"ask":6', `"bid":"1","ask":"${'9'.repeat(400)}"`])}}`,
    () => `{${ids},"asset":"BTC_USDC","rights":"none","actor":${hostileActor(dice)}}`,
    () => `{"requestId":{},"__proto__":{${ids}},"constructor":{"prototype":{${ids}}}}`,
    () => `{${ids},"validUntil":${dice.pick(['0', '-1', '1.5', '"9000000000000"', 'null', '[]', '9007199254740993'])}}`,
    () =>
      `{${named},"asset":"BTC_USDC","side":"buy","quantity":"1","leverage":1,${dice.pick(['"orderType":"LIMIT"', '"orderType":"limit"', '"price":1', '"expiresAt":"soon"', '"trailingDistance":{}', '"guaranteed":"yes"', '"reduceOnly":1'])}}`,
    () => `{${named},"openQuantity":${jsonText(dice, 1)},"quantity":${dice.pick(['1', 'null', '"1"'])}}`,
    () => `{"userId":"${userId}","deposit":"1000000"}`,
    () =>
      `{"requestId":"q","userId":"${userId}","deposit":${dice.pick(['1000000', '"1e9"', 'null', '"-"'])},"orderId":5}`,
    () => (dice.chance(0.1) ? 'x'.repeat(10_000_000) : `{${keyText(dice)}:${jsonText(dice)}}`),
  ])();
  // It is a read in any case: another command of this shape would have an effect.
  if (dice.chance(0.1)) return ['type', dice.pick(['get-account', 'get-order']), 'data', hostileRead(dice, ids)];
  return ['type', type, 'data', data];
}

/** Whoever is named and no asset, or a good one, would have all closed: one of both is wrong. */
function hostileAll(dice: Dice, named: string): string {
  return dice.pick<() => string>([
    () => `{${named},"actor":${hostileActor(dice)}}`,
    () => `{${named},"asset":${dice.pick(['5', 'null', '[]', '{}', 'true', '"NOWHERE"'])}}`,
    () => `{"requestId":"${dice.uuid()}","userId":${dice.pick(['"x"', '5', 'null', '"__proto__"'])}}`,
    () => deepJson(dice, 1_000),
    () => `[${jsonText(dice)}]`,
  ])();
}

/** Somebody who is nobody. */
function hostileActor(dice: Dice): string {
  const text = dice.pick(['', 'x'.repeat(65), 'two\\nlines', '\\u0000', '\\ud800', '\\u202e', '\\u2028', '\\u2066']);
  return dice.pick([`"${text}"`, 'null', '5', '[]', '{}', 'true']);
}

/** A read of a page that does not exist, or with a strange name for its asker. */
function hostileRead(dice: Dice, ids: string): string {
  const place = dice.pick([
    '0',
    '-1',
    '1.5',
    '1e300',
    '101',
    '"5"',
    'null',
    '9007199254740993',
    '{}',
    jsonText(dice, 2),
  ]);
  const replyTo = dice.pick([
    '""',
    '"*"',
    '"a:b"',
    '"__proto__"',
    `"${'x'.repeat(65)}"`,
    '"nobody"',
    '5',
    jsonText(dice, 2),
  ]);
  const orders = dice.pick([`{"limit":${place}}`, `{"limit":100,"after":${place}}`, `[${place}]`, place]);
  return `{${ids},"replyTo":${replyTo},"orders":${orders}}`;
}

/** Text that is nearly a result of an engine. */
function eventsText(dice: Dice, { userId, heldOrder }: Attacker): string | Buffer {
  const event = (type: string) =>
    `{"type":"${type}","requestId":${jsonText(dice, 0)},"userId":"${userId}","orderId":"${heldOrder}","balance":5,"orders":{}}`;
  return dice.pick<() => string | Buffer>([
    () => brokenJson(dice),
    () => jsonText(dice, 4),
    () => deepJson(dice, dice.pick([1_000, 200_000, 2_000_000])),
    () => `[${event(dice.pick(EVENTS))}]`,
    () => `[${Array.from({ length: 300 }, () => event('closed')).join(',')}]`,
    () => `[{"type":"__proto__"},{"__proto__":{"type":"closed"}}]`,
    () => dice.bytes(dice.below(500)),
    () => (dice.chance(0.1) ? `["${'x'.repeat(10_000_000)}"]` : '[]'),
  ])();
}

function strangeValue(dice: Dice): string | Buffer {
  if (dice.chance(0.004)) return 'x'.repeat(10_000_000);
  return dice.chance(0.3) ? dice.bytes(dice.below(100) + 1) : `~${hostileText(dice)}`;
}

function otherFields(dice: Dice): (string | Buffer)[] {
  return [
    dice.pick([...PROTOTYPE_KEYS, '', 'Type', 'DATA', 'event']),
    strangeValue(dice),
    ...dice.some(5, () => dice.bytes(5)).flatMap((name) => [name, 'x']),
  ];
}

/** The most fields. With a hundred thousand, the Redis client alone would take a tenth of a second to read the entry. */
function manyFields(dice: Dice): string[] {
  const count = dice.pick([100, 1_000, 20_000]);
  return Array.from({ length: 2 * count }, (_, at) => (at % 2 === 0 ? `field ${at}` : 'x'));
}
