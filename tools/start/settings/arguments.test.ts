import { expect, it } from 'vitest';
import { readArguments } from './arguments.ts';

it.each<[string[], Record<string, string>]>([
  [[], {}],
  [['--live'], { PRICE_SOURCE: 'backpack' }],
  [['--live=binance,backpack'], { PRICE_SOURCE: 'binance,backpack' }],
  [['--replicas', '2'], { REPLICAS: '2' }],
  [['--scenario', 'crash'], { SCENARIO: 'crash' }],
  [['--replicas=8', '--live'], { PRICE_SOURCE: 'backpack', REPLICAS: '8' }],
])('%j stands for %j', (args, settings) => {
  expect(readArguments(args)).toEqual(settings);
});

it.each<[string[], string]>([
  [['--dead'], 'no option --dead;'],
  [['--constructor'], 'no option --constructor;'],
  [['--__proto__'], 'no option --__proto__;'],
  [['-h'], 'no option -h;'],
  [['-r', '2'], 'no option 2;'],
  [['2'], 'no option 2;'],
  [['--scenario', 'boom'], '--scenario is one of recorded, calm, gap, stale, crash'],
  [['--scenario'], '--scenario is one of'],
  [['--scenario=gap', '--live'], 'leave one out'],
  [['--live=yes'], '--live takes backpack and binance'],
  ...[[], [''], ['0'], ['9'], ['1.5'], ['two'], ['--live']].map((value): [string[], string] => [
    ['--replicas', ...value],
    '--replicas must be a whole number from 1 to 8',
  ]),
])('%j is refused in a sentence', (args, sentence) => {
  expect(() => readArguments(args)).toThrow(sentence);
});
