import { readConfig } from '@fulcrum/service';
import { expect, test } from 'vitest';
import { exchangeConfig } from './config.ts';

test('one address may have a small share of the connections', () => {
  const { MAX_CONNECTIONS, MAX_CONNECTIONS_PER_ADDRESS } = readConfig(exchangeConfig, {});
  expect(10 * MAX_CONNECTIONS_PER_ADDRESS).toBeLessThanOrEqual(MAX_CONNECTIONS);
});
