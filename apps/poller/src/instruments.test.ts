import { Core } from '@fulcrum/core';
import { applyEntry } from '@fulcrum/protocol';
import { expect, test } from 'vitest';
import { INSTRUMENT_SETTINGS, INSTRUMENTS } from './instruments.ts';

test('the engine accepts every instrument, and reads the same from its settings', () => {
  const core = Core.empty();
  INSTRUMENT_SETTINGS.forEach((settings, index) => {
    const entry = { id: `1-${index}`, type: 'set-instrument', data: JSON.stringify(settings) };
    expect(applyEntry(core, entry)).toMatchObject([{ type: 'instrument-set', asset: settings.asset }]);
    expect(INSTRUMENTS.get(settings.asset)).toEqual(core.instrument(settings.asset));
  });
  expect([...INSTRUMENTS.keys()]).toEqual(['BTC_USDC', 'ETH_USDC', 'SOL_USDC']);
});
