import type { Attacker } from '../attacker.ts';
import { clientFrame, OPCODE } from './client-frames.ts';
import type { Dice } from './dice.ts';
import { brokenJson, deepJson, hostileText, jsonText, keyText } from './hostile-values.ts';

/** An input of a client on an open WebSocket. */
export interface SocketInput {
  readonly bytes: Buffer;
  /** Whether it breaks the protocol, so that the server ends the connection. */
  readonly isFatal: boolean;
}

export function socketInput(dice: Dice, attacker: Attacker): SocketInput {
  if (dice.chance(0.85)) return message(dice, attacker);
  return dice.chance(0.5) ? strangeFrames(dice) : brokenFrames(dice);
}

/** A whole text message with any content. */
function message(dice: Dice, attacker: Attacker): SocketInput {
  const text = textOf(dice, attacker);
  return { bytes: clientFrame(dice, OPCODE.text, text.slice(0, 2_000)), isFatal: false };
}

function textOf(dice: Dice, { token, badTokens }: Attacker): string {
  const request = (method: string, params: string) =>
    `{"id":${dice.below(1_000)},"method":"${method}","params":${params}}`;
  switch (dice.below(11)) {
    case 0:
      return brokenJson(dice);
    case 1:
      return jsonText(dice, 4);
    case 2:
      return deepJson(dice, dice.below(1_900) + 10);
    case 3:
      return request(JSON.stringify(hostileText(dice)).slice(1, -1), '["account"]');
    case 4:
      return request(dice.pick(['SUBSCRIBE', 'UNSUBSCRIBE', 'AUTH']), jsonText(dice, 2));
    case 5:
      return request('AUTH', `["${dice.chance(0.3) ? token : dice.pick(badTokens).slice(0, 1_500)}"]`);
    case 6:
      return request(dice.pick(['SUBSCRIBE', 'UNSUBSCRIBE']), streams(dice, dice.below(120)));
    case 7:
      return request('SUBSCRIBE', '["account"]');
    case 9:
      return `{"id":1,"method":"SUBSCRIBE",${dice.pick(['"method"', '"meth\\u006fd"', '"params"', '"id"'])}:${jsonText(dice, 1)},"params":["account"]}`;
    case 8:
      return `{${keyText(dice)}:${jsonText(dice)},"method":"SUBSCRIBE","params":["bookTicker.BTC_USDC"],"id":${jsonText(dice, 1)}}`;
    default:
      return request(dice.pick(['SUBSCRIBE', 'UNSUBSCRIBE']), JSON.stringify([dice.pick(STREAMS)]));
  }
}

/** Prices of both servers, and what the order book's tells besides. */
const STREAMS = [
  ...['bookTicker.BTC_USDC', 'depth.BTC_USDC', 'depth.200ms.BTC_USDC', 'trade.BTC_USDC', 'ticker.BTC_USDC'],
  ...['kline.1month.BTC_USDC', 'account.orderUpdate', 'account.orderUpdate.BTC_USDC', 'depth@BTC_USDC'],
  ...['trades@BTC_USDC', 'ticker@BTC_USDC', 'depth.7ms.BTC_USDC', 'kline.2m.BTC_USDC', 'account.positionUpdate'],
] as const;

function streams(dice: Dice, count: number): string {
  const names = Array.from({ length: count }, () =>
    JSON.stringify(dice.chance(0.5) ? dice.pick(STREAMS) : `bookTicker.${hostileText(dice).slice(0, 20)}`),
  );
  return `[${names.join(',')}]`;
}

/** Frames that the protocol allows, although few clients send them. */
function strangeFrames(dice: Dice): SocketInput {
  const piece = (opcode: number, payload: string, isFinal: boolean) => clientFrame(dice, opcode, payload, { isFinal });
  const bytes = dice.pick([
    () => clientFrame(dice, OPCODE.binary, dice.bytes(dice.below(200))),
    () => clientFrame(dice, OPCODE.ping, dice.bytes(dice.below(126))),
    () => clientFrame(dice, OPCODE.pong, dice.bytes(dice.below(126))),
    () => Buffer.concat(Array.from({ length: 200 }, () => clientFrame(dice, OPCODE.pong, ''))),
    () => clientFrame(dice, OPCODE.text, '', {}),
    () =>
      Buffer.concat([
        piece(OPCODE.text, '{"method":', false),
        clientFrame(dice, OPCODE.ping, 'in between'),
        ...Array.from({ length: 200 }, () => piece(OPCODE.continuation, '', false)),
        piece(OPCODE.continuation, '"SUBSCRIBE"}', true),
      ]),
    () =>
      Buffer.concat(
        [...'{"method":5}'].map((letter, at) => piece(at === 0 ? OPCODE.text : OPCODE.continuation, letter, at === 11)),
      ),
    () => clientFrame(dice, OPCODE.text, '{}', { lengthBytes: dice.pick([2, 8]) }),
  ])();
  return { bytes, isFatal: false };
}

function brokenFrames(dice: Dice): SocketInput {
  const bytes = dice.pick([
    () => clientFrame(dice, dice.pick([3, 4, 5, 6, 7, 11, 12, 13, 14, 15]), '{}'),
    () => clientFrame(dice, OPCODE.text, '{}', { reserved: dice.pick([1, 2, 3, 4, 5, 6, 7]) }),
    () => clientFrame(dice, OPCODE.text, '{}', { isMasked: false }),
    () => clientFrame(dice, OPCODE.text, 'x'.repeat(8_193 + dice.below(50_000))),
    () =>
      clientFrame(dice, OPCODE.text, '', { saidLength: dice.pick([2n ** 63n, 2n ** 64n - 1n, 2n ** 53n, 2n ** 31n]) }),
    () =>
      clientFrame(
        dice,
        OPCODE.text,
        dice.pick([Buffer.of(0xff, 0xfe), Buffer.of(0xed, 0xa0, 0x80), Buffer.of(0xc0, 0x80)]),
      ),
    () => clientFrame(dice, OPCODE.continuation, 'of nothing'),
    () => Buffer.concat([clientFrame(dice, OPCODE.text, 'a', { isFinal: false }), clientFrame(dice, OPCODE.text, 'b')]),
    () => clientFrame(dice, dice.pick([OPCODE.ping, OPCODE.pong, OPCODE.close]), 'x'.repeat(126)),
    () => clientFrame(dice, OPCODE.ping, 'x', { isFinal: false }),
    () => clientFrame(dice, OPCODE.close, Buffer.of(3)),
    () =>
      clientFrame(dice, OPCODE.close, closeCode(dice.pick([0, 999, 1_004, 1_005, 1_006, 1_015, 2_999, 5_000, 65_535]))),
    () => clientFrame(dice, OPCODE.close, Buffer.concat([closeCode(1_000), Buffer.of(0xff, 0xff)])),
    () => clientFrame(dice, OPCODE.close, closeCode(1_000)),
    () =>
      Buffer.concat(
        Array.from({ length: 5 }, () => clientFrame(dice, OPCODE.text, 'x'.repeat(4_000), { isFinal: false })),
      ),
    () => Buffer.concat(Array.from({ length: 120 }, () => clientFrame(dice, OPCODE.text, '{}'))),
    () => Buffer.concat([Buffer.of(0xff), dice.bytes(dice.below(500) + 1)]),
  ])();
  return { bytes, isFatal: true };
}

function closeCode(code: number): Buffer {
  return Buffer.of(code >> 8, code & 0xff);
}
