import type { Attacker } from '../attacker.ts';
import type { Dice } from './dice.ts';
import { brokenJson, deepJson, jsonText } from './hostile-values.ts';

/**
 * A message that somebody sends, without being allowed to, on the channel for the answers to a process's reads.
 *
 * @param live a request that waits for its answer.
 */
export function forgedReply(dice: Dice, { userId, heldOrder }: Attacker, live?: string): string | Buffer {
  const position = () =>
    JSON.stringify(dice.pick(['0-0', '1-0', `${'9'.repeat(15)}-0`, `${'9'.repeat(400)}-1`, '-', '']));
  const requestId = JSON.stringify(live ?? dice.pick([`${dice.uuid()}:1`, '__proto__', 'constructor', '']));
  const of = `"requestId":${requestId},"userId":"${userId}"`;
  const rejected = `{"type":"rejected",${of},"orderId":"${heldOrder}","code":"unknown_order","message":"x"}`;
  const figures = '"balance":"1","usedMargin":"1","unrealizedPnl":"1","equity":"1","freeMargin":"1","marginLevel":null';
  const event = dice.pick([
    rejected,
    `{"type":"account",${of},${figures},"orders":[],"next":7}`,
    `{"type":"account",${of},${figures},"prices":[{"asset":"BTC_USDC","side":"buy","price":"${'9'.repeat(99)}"}]}`,
    `{"type":"order",${of},"orderId":"${heldOrder}","status":"${dice.pick(['open', 'closed', 'unknown'])}"}`,
    `{"type":"account",${of},"balance":"1e9","orders":${jsonText(dice)},"next":${jsonText(dice, 0)}}`,
    `{"type":"order",${of},"orderId":"${heldOrder}","status":${jsonText(dice, 0)}}`,
    `{"type":"closed",${of},"orderId":"${heldOrder}"}`,
    jsonText(dice),
  ]);
  return dice.pick<() => string | Buffer>([
    () => `{"after":"0-0","cause":"1-0","event":${event}}`,
    () => `{"after":${position()},"cause":${position()},"event":${event}}`,
    () => `{"event":${event},"__proto__":{"after":"0-0","cause":"1-0"}}`,
    () => brokenJson(dice),
    () => deepJson(dice, dice.pick([1_000, 100_000])),
    () => dice.bytes(dice.below(500)),
    () => (dice.chance(0.1) ? 'x'.repeat(10_000_000) : `[${jsonText(dice)}]`),
  ])();
}
