import { generateSync } from 'otplib';
import { expect, it } from 'vitest';
import { code, makeRecoveryCodes, recoveryHash, stepOf } from './codes.ts';

/** That of RFC 6238, whose codes are printed there. */
const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

it('makes the codes of RFC 6238', () => {
  const six = [59, 1_111_111_109, 1_234_567_890].map((epoch) => generateSync({ secret: SECRET, epoch }));
  expect(six).toEqual(['287082', '081804', '005924']);
});

it('takes the code of this time step and of its neighbours, says which it is of, and takes no other', () => {
  const now = Math.floor(Date.now() / 1_000);
  const at = (seconds: number) => stepOf(SECRET, generateSync({ secret: SECRET, epoch: now + seconds }));
  const step = at(0) ?? 0;
  expect(Math.abs(step - Math.floor(now / 30))).toBeLessThanOrEqual(1);
  expect([at(-120), at(120)]).toEqual([undefined, undefined]);
  expect(stepOf(SECRET, '12345')).toBeUndefined();
});

it('reads a code as people type it', () => {
  expect(code.parse(' 123 456 ')).toBe('123456');
  expect(code.parse('0123A-BCDEF-01234-56789')).toBe('0123abcdef0123456789');
  for (const text of ['', '12345', '1234567', 'x'.repeat(20), '1'.repeat(1_000)])
    expect(code.safeParse(text).success).toBe(false);
});

it('makes ten recovery codes, each another, which are recognized as they are typed', () => {
  const codes = makeRecoveryCodes();
  expect(new Set(codes).size).toBe(10);
  for (const each of codes) {
    expect(each).toMatch(/^[0-9a-f]{5}(-[0-9a-f]{5}){3}$/);
    expect(recoveryHash(code.parse(each.toUpperCase()))).toBe(recoveryHash(each));
  }
});
