import { Core } from '@fulcrum/matching';
import { expect, it } from 'vitest';
import { readCommand } from '../src/text/read-command.ts';
import { Random } from './flows/random.ts';
import { randomFlow } from './flows/random-flow.ts';

const VALUES = [
  ...[null, true, 0, -0, -1, 0.5, 2 ** 53, 1e300, '', '0', '-0', '-1', '1e3', 'NaN', '.', '1.', ' 1', '0x1'],
  ...['9007199254740991', '9007199254740992', '0.000000000000001', '9'.repeat(64), '9'.repeat(65), '__proto__'],
  ...[[], {}, [[]], [['SOL', '1']], [['SOL', 1]], [['__proto__', '1']], { toString: 1 }, 'buy', 'limit', 'constructor'],
];

it.each([1, 2])('no entry makes the core throw, and none that is refused changes it (seed %i)', (seed) => {
  const random = new Random(seed);
  const core = Core.empty();
  for (const { type, data } of randomFlow(seed, 1_500)) {
    core.apply(readCommand(type, JSON.stringify(data)), 1);
    const fields = Object.keys(data);
    const before = core.stateHash();
    const broken = { ...data, [random.pick(fields)]: random.pick(VALUES) };
    const [first] = core.apply(readCommand(random.chance(5) ? '__proto__' : type, JSON.stringify(broken)), 1);
    if (first === undefined || first.type === 'rejected') expect(core.stateHash()).toBe(before);
  }
  core.assertSound();
});

it.each([
  ['no JSON', '{'],
  ['no object', '[]'],
  ['nothing', 'null'],
  ['too much', `{"requestId":"${'x'.repeat(20_000)}"}`],
])('%s is answered to nobody', (_, data) => {
  expect(Core.empty().apply(readCommand('place-order', data), 1)).toEqual([]);
});
