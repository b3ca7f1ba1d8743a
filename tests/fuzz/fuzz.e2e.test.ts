import { expect, it } from 'vitest';
import { fuzz } from './fuzz.ts';
import { verdict } from './verdict.ts';

/** A small part of the inputs of `npm run fuzz`, and the same ones every time. */
const SEED = 20_251_121;

/** A busy machine may not send all of them within the time. */
const INPUTS = 5_000;

it('survives hostile inputs of all sorts without a crash, a stall or a change', { timeout: 300_000 }, async () => {
  const report = await fuzz({ seed: SEED, inputs: INPUTS, entries: 300, limitMs: 20_000 });
  expect(verdict(report, SEED)).toEqual([]);
  expect(report.network.sent).toBeGreaterThan(1_000);
  // The inputs got everywhere: to reads, to the checks of bodies and tokens, and through the log to the engine.
  const statuses = [...report.network.statuses.keys()];
  expect(statuses).toEqual(expect.arrayContaining([200, 400, 401, 404, 409, 413, 415, 422]));
});
