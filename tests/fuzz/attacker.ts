import { randomUUID } from 'node:crypto';
import { signSession } from '@fulcrum/sessions';
import { handMadeToken } from '../support/hand-made-token.ts';
import type { Dice } from './inputs/dice.ts';
import { hostileText } from './inputs/hostile-values.ts';

/** The attacker: a user with a session and an open order, so that only the input itself is wrong. */
export interface Attacker {
  readonly userId: string;
  readonly token: string;
  /** An open order of the attacker's own. */
  readonly heldOrder: string;
  /** Tokens with which nobody may sign in. */
  readonly badTokens: readonly [string, ...string[]];
}

export function makeAttacker(userId: string, token: string, heldOrder: string, secret: string): Attacker {
  const now = Math.floor(Date.now() / 1_000);
  const claims = { sub: userId, jti: randomUUID(), iat: now, exp: now + 3_600 };
  const [header = '', payload = '', signature = ''] = token.split('.');
  const flipped = signature.replace(/^./, (first) => (first === 'A' ? 'B' : 'A'));
  return {
    ...{ userId, token, heldOrder },
    badTokens: [
      handMadeToken(claims, 'another secret, which is long enough as well'),
      handMadeToken(claims, secret, 'none'),
      handMadeToken(claims, secret, 'HS512'),
      handMadeToken({ ...claims, exp: now - 1 }, secret),
      handMadeToken({ ...claims, sub: 5 }, secret),
      handMadeToken({ ...claims, sub: '__proto__' }, secret),
      handMadeToken({ ...claims, jti: { toString: 1 } }, secret),
      handMadeToken({ ...claims, exp: '9'.repeat(30) }, secret),
      handMadeToken({}, secret),
      handMadeToken([], secret),
      signSession(userId, randomUUID(), 'another secret, which is long enough as well'),
      `${header}.${payload}.`,
      `${header}.${payload}`,
      `${header}.${payload}.${flipped}`,
      `${payload}.${header}.${signature}`,
      token.slice(0, -5),
      token.slice(5),
      `${token}${token}`,
      `${token}.${signature}`,
      `${Buffer.from('{"alg":"HS256","__proto__":{"alg":"none"}}').toString('base64url')}.${payload}.${signature}`,
      'a.b.c',
      '...',
      'x'.repeat(3_000),
    ],
  };
}

const bytesOf = (text: string) => text.replace(/[^\t\x20-\x7e\x80-\xff]/g, '?');

/** Headers that sign nobody in. */
export function badCredentials(dice: Dice, { badTokens }: Attacker): string[] {
  const token = dice.pick(badTokens);
  switch (dice.below(6)) {
    case 0:
      return [];
    case 1:
      return [`Authorization: ${dice.pick(['Basic', 'Token', 'bearer', 'Bearer  ', 'BEARER', ''])} ${token}`];
    case 2:
      return [`Cookie: fulcrum_session=${token}`];
    case 3:
      return [`Cookie: ${dice.pick(STRANGE_COOKIES)}`, 'Cookie: a=b'];
    case 4:
      return [`Authorization: Bearer ${bytesOf(hostileText(dice))}`];
    default:
      return [`Authorization: Bearer ${token}`];
  }
}

const STRANGE_COOKIES = [
  'fulcrum_session=j:{"userId":"x","__proto__":{"admin":true}}',
  'fulcrum_session=j:[1,2',
  'fulcrum_session=s:signed.x',
  'fulcrum_session=%',
  'fulcrum_session=%ff%00',
  'fulcrum_session=',
  'fulcrum_session',
  '__proto__=x; constructor=y; toString=z',
  '__proto__=j:{"a":1}',
  '=;=;;;=',
  'fulcrum_session=a; fulcrum_session=b',
  `a=${'x'.repeat(3_000)}`,
  'a="b; fulcrum_session="c',
  `${'a=b; '.repeat(500)}`,
] as const;
