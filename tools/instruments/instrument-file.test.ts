import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freshFolder, removeFolder } from '@fulcrum/devstack';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { instrumentsFile, readInstrumentFile } from './instrument-file.ts';

const [BTC, ETH] = readInstrumentFile(instrumentsFile({}));

let folder: string;
beforeAll(async () => {
  folder = await freshFolder();
});
afterAll(() => removeFolder(folder));

/** @returns what is said of a file with these instruments. */
function faultsOf(instruments: unknown): string[] {
  const path = join(folder, 'instruments.json');
  writeFileSync(path, JSON.stringify(instruments));
  try {
    readInstrumentFile(path);
    return [];
  } catch (error) {
    return (error as Error).message.split('\n').map((line) => line.trim().replace(path, 'FILE'));
  }
}

test('an asset that stands there twice is named once, together with all other faults', () => {
  expect(faultsOf([BTC, ETH])).toEqual([]);
  expect(faultsOf([BTC, ETH, BTC, BTC])).toEqual([
    'The instruments in FILE have 1 fault(s):',
    'BTC_USDC: stands there more than once',
  ]);
  const faults = faultsOf([BTC, { ...ETH, maxLeverage: 'high' }, null, { ...BTC, what: 1 }, ETH, {}]);
  expect(faults[0]).toMatch(/have \d+ fault/);
  expect(faults).toContainEqual(expect.stringMatching(/^ETH_USDC maxLeverage: /));
  expect(faults).toContainEqual(expect.stringMatching(/^number 3: /));
  expect(faults).toContainEqual(expect.stringMatching(/^BTC_USDC: Unrecognized key/));
  expect(faults.filter((fault) => fault.endsWith('more than once'))).toEqual([
    'BTC_USDC: stands there more than once',
    'ETH_USDC: stands there more than once',
  ]);
});

test.each([{}, null, 5, 'text'])('%j is a file with one fault', (json) => {
  expect(faultsOf(json)).toHaveLength(2);
});
