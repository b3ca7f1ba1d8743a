import { RateWindows } from '@fulcrum/service';
import { expect, it, vi } from 'vitest';
import { AccountTries } from './account-tries.ts';

it('an attacker at one address keeps neither the owner at another out, nor other accounts at theirs', () => {
  const onRefused = vi.fn();
  const tries = new AccountTries(new RateWindows(60_000, 3), 'passwords', onRefused);
  const attack = () => tries.take('ada@example.com', '203.0.113.9');
  for (let time = 0; time < 3; time += 1) attack();
  for (let time = 0; time < 50; time += 1)
    expect(attack).toThrow(/Too many passwords for this account of this address/);
  expect(onRefused).toHaveBeenCalledTimes(50);
  tries.take('ada@example.com', '198.51.100.1');
  tries.take('bob@example.com', '203.0.113.9');
});
