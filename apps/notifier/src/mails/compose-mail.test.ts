import { expect, it } from 'vitest';
import { composeMail } from './compose-mail.ts';

it('tells one event in words', () => {
  expect(composeMail('liquidation', 1, ['long 0.01 BTC_USDC'])).toEqual({
    subject: 'Fulcrum: A position liquidated',
    text: expect.stringMatching(
      /^A position of yours was closed.*\n\nlong 0\.01 BTC_USDC\n\nYour history.*\n\nYou choose/,
    ),
  });
});

it('sums up many', () => {
  const lines = Array.from({ length: 200 }, (_, line) => `line ${line}`);
  const { subject, text } = composeMail('liquidation', 1_000, lines);
  expect(subject).toBe('Fulcrum: 1,000 positions liquidated');
  expect(text).toContain('line 19\n… and 980 more.\n');
  expect(text).not.toContain('line 20');
});

it('does not say that a change of the address may go untold', () => {
  expect(composeMail('email_changed', 1, ['It is b@example.com now.']).text).not.toContain('Profile');
});
