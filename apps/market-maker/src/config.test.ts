import { readConfig } from '@fulcrum/service';
import { expect, it } from 'vitest';
import { makerConfig } from './config.ts';

const SECRET = Buffer.alloc(32, 7).toString('base64');

it('a maker has a key, and noise traders theirs', () => {
  const config = readConfig(makerConfig, { MAKER_SECRET: SECRET, NOISE_SECRETS: `${SECRET},${SECRET}` });
  expect(config).toMatchObject({ MAKER_SECRET: SECRET, NOISE_SECRETS: [SECRET, SECRET], SCENARIO: 'recorded' });
});

it.each([
  ['without a key', {}, 'MAKER_SECRET'],
  ['with half a key', { MAKER_SECRET: SECRET.slice(0, 22) }, 'MAKER_SECRET: must be the 32 bytes'],
  ['with a wrong key of a noise trader', { MAKER_SECRET: SECRET, NOISE_SECRETS: `${SECRET},x` }, 'NOISE_SECRETS'],
  ['in a scenario that nobody knows', { MAKER_SECRET: SECRET, SCENARIO: 'boom' }, 'SCENARIO'],
])('does not start %s', (_what, env, fault) => {
  expect(() => readConfig(makerConfig, { NODE_ENV: 'production', ...env })).toThrow(fault);
});
