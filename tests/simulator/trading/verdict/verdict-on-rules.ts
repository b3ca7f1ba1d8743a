import { isDeepStrictEqual } from 'node:util';
import { contract } from '../../../../packages/cfd/test/contract.ts';
import type { JsonEvent } from '../../../../packages/cfd/test/json.ts';
import { NaiveModel } from '../../../../packages/cfd/test/model/naive-model.ts';
import { causeOf, type Expected } from '../../world/truth.ts';
import type { TradingWorld } from '../trading-truth.ts';

/**
 * Each result is what the rules say. The naive model, which shares no code with the core, takes the whole log: a core that
 * breaks a rule does so in all engines alike, and nobody else would see it.
 */
export function judgeRules(world: TradingWorld): void {
  if (world.truth.isBroken) return;
  const model = new NaiveModel();
  const results = resultsByCause(world.truth.expected);
  for (const { id, type, data } of world.truth.log) {
    const events = model.apply(id, type, parsed(data));
    const told = results.get(id) ?? [];
    if (isDeepStrictEqual(contract(told), contract(events))) continue;
    world.violate(
      `the result of ${id} (${type}) is ${JSON.stringify(told)}, and by the rules ${JSON.stringify(events)}`,
    );
    return;
  }
}

function resultsByCause(expected: readonly Expected[]): Map<string, JsonEvent[]> {
  const results = new Map<string, JsonEvent[]>();
  for (const { id, events } of expected) {
    const cause = causeOf(id);
    results.set(cause, [...(results.get(cause) ?? []), ...(JSON.parse(events) as JsonEvent[])]);
  }
  return results;
}

function parsed(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
}
