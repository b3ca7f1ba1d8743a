import { RateWindows } from '@fulcrum/service';
import { expect, it, vi } from 'vitest';
import { PasswordTries } from './password-tries.ts';

it('an attacker at one address keeps neither the owner at another out, nor other accounts at theirs', () => {
  const onRefused = vi.fn();
  const tries = new PasswordTries(new RateWindows(60_000, 3), onRefused);
  const attack = () => tries.take('ada@example.com', '203.0.113.9');
  for (let time = 0; time < 3; time += 1) attack();
  for (let time = 0; time < 50; time += 1) expect(attack).toThrow(/Too many attempts to sign in to this account/);
  expect(onRefused).toHaveBeenCalledTimes(50);
  tries.take('ada@example.com', '198.51.100.1');
  tries.take('bob@example.com', '203.0.113.9');
});
