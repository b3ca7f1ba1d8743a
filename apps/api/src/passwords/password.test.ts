import { describe, expect, it } from 'vitest';
import { passwordSignupBody } from '../http/schemas.ts';
import { givenPassword, newPassword } from './password.ts';

describe('a new password', () => {
  it.each<[what: string, password: string]>([
    ['twelve characters', 'tr0ub4dor&3x'],
    ['words with spaces', 'correct horse battery staple'],
    ['letters of any script', 'пароль-которого-нет'],
    ['256 characters of four bytes', '🐎🔋📎🐴'.repeat(64)],
  ])('may be %s', (_what, password) => {
    expect(newPassword.parse(password)).toBe(password);
  });

  it.each<[what: string, password: string, message: string]>([
    ['has eleven characters', 'tr0ub4dor&3', 'must have at least 12 characters'],
    ['has eleven characters of two units each', '🐎'.repeat(11), 'must have at least 12 characters'],
    ['has 257 characters', `${'ab'.repeat(128)}c`, 'must have at most 256 characters'],
    ['becomes longer in its one form', 'ﷺ'.repeat(200), 'must have at most 256 characters'],
    ['is a common one', 'passwordpassword', 'is one of the most common passwords: choose another'],
    ['is a common one in other letters', 'Password1234', 'is one of the most common passwords: choose another'],
    ['is half a character', `${'a'.repeat(12)}\ud83d`, 'must be text'],
  ])('is refused that %s, and the refusal does not repeat it', (_what, password, message) => {
    const { error } = newPassword.safeParse(password);
    expect(error?.issues[0]?.message).toBe(message);
    expect(JSON.stringify(error?.issues)).not.toContain(password);
  });

  it('is refused that is the e-mail address', () => {
    const { error } = passwordSignupBody.safeParse({ email: 'ada@Example.com', password: 'Ada@example.com' });
    expect(error?.issues).toMatchObject([{ path: ['password'], message: 'must not be the e-mail address' }]);
  });
});

it('a password that was typed on another keyboard is the same', () => {
  const [composed, decomposed] = ['caf\u00e9 au lait', 'cafe\u0301 au lait'];
  expect(givenPassword.parse(composed)).toBe(givenPassword.parse(decomposed));
});
