import { expect, it } from 'vitest';
import { ScenarioFair } from './scenario-fair.ts';
import { SCENARIOS } from './scenarios.ts';

/** What was recorded: it rises all the time. */
const RECORDED = {
  at: (symbol: string, nowMs: number) => (symbol === 'A_B' ? { bid: nowMs, ask: nowMs + 1 } : undefined),
};
const START = { startedAt: 1_000_000, speed: 1, seed: 3 };
const MINUTE_MS = 60_000;

const middle = (fair: ScenarioFair, nowMs: number) => {
  const { bid = 0, ask = 0 } = fair.at('A_B', nowMs) ?? {};
  return (bid + ask) / 2;
};

it('begins where the recording is at its start, and does not follow it', () => {
  const fair = new ScenarioFair(RECORDED, SCENARIOS.calm, START);
  expect(middle(fair, 1_000_000) / 1_000_000).toBeCloseTo(1, 3);
  expect(middle(fair, 2_000_000) / 1_000_000).toBeCloseTo(1, 2);
  expect(fair.at('NO_SUCH', 1_000_000)).toBeUndefined();
});

it('goes on where it was after a restart, and as fast as it is told', () => {
  const at = 1_000_000 + 4 * MINUTE_MS;
  const price = middle(new ScenarioFair(RECORDED, SCENARIOS.crash, START), at);
  expect(price).toBe(middle(new ScenarioFair(RECORDED, SCENARIOS.crash, START), at));
  const fast = new ScenarioFair(RECORDED, SCENARIOS.crash, { ...START, speed: 10 });
  expect(middle(fast, 1_000_000 + 0.4 * MINUTE_MS)).toBe(price);
  expect(price / 1_000_000).toBeCloseTo(0.84, 2);
});

it('says nothing while it is silent', () => {
  const fair = new ScenarioFair(RECORDED, SCENARIOS.stale, START);
  expect(fair.at('A_B', 1_000_000 + 3 * MINUTE_MS)).toBeUndefined();
  expect(fair.at('A_B', 1_000_000 + 4 * MINUTE_MS)).toBeDefined();
});
