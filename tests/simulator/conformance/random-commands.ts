import type { LogId } from '@fulcrum/log';
import { publishArguments, type Result } from '@fulcrum/streams';
import { Random } from '../world/random.ts';

export type Command = readonly [name: string, ...args: (string | number)[]];

/** Commands as the product sends them, with ids of their own, on three streams of which one is hardly ever written. */
export function randomCommands(seed: number, length: number): Command[] {
  const random = new Random(seed);
  return Array.from({ length }, (_, index) => randomCommand(random, seed, index));
}

function randomCommand(random: Random, seed: number, index: number): Command {
  const key = random.pick(['a', 'a', 'a', 'b', 'b', 'b', random.chance(0.05) ? 'c' : 'a']) + seed;
  const near = 1 + Math.floor(index / 10);
  /** Around the stream's end, mostly, so that about half of them are refused. */
  const id = (): LogId => {
    const time = random.chance(0.02) ? 0 : random.chance(0.1) ? random.below(near) : near + random.below(7) - 3;
    return `${Math.max(0, time)}-${random.below(3)}`;
  };
  const count = () => random.pick([1, 2, 10, 1_000]);
  const limit = random.chance(0.5) ? [] : ['COUNT', count()];
  const wait = random.chance(0.1) ? ['BLOCK', 1] : [];
  const kinds: (() => Command)[] = [
    () => ['XADD', key, id(), 'n', String(index)],
    () => ['XADD', key, id(), 'type', 'a', 'data', String(index % 2)],
    () => ['XADD', key, 'MAXLEN', '~', 100_000, id(), 'n', String(index)],
    () => ['XREAD', 'COUNT', count(), ...wait, 'STREAMS', key, id()],
    () => ['XRANGE', key, random.pick(['-', id(), `(${id()}`]), random.pick(['+', id()]), ...limit],
    () => ['XREVRANGE', key, random.pick(['+', id()]), random.pick(['-', id()]), ...limit],
    () => ['XINFO', 'STREAM', key, 'FULL', 'COUNT', 1],
    () => ['XTRIM', key, 'MINID', '=', random.chance(0.9) ? `${random.below(near)}-0` : id()],
    () => {
      const [before, content] = [random.chance(0.5) ? '' : id(), random.chance(0.5) ? '' : `a\n${random.below(2)}`];
      const conditions = { before, cause: id(), content };
      return ['EVAL', ...publishArguments({ output: key, input: `b${seed}` }, batch(random, id), conditions)];
    },
  ];
  return random.pick(kinds)();
}

function batch(random: Random, id: () => LogId): Result[] {
  return Array.from({ length: 1 + random.below(4) }, () => result(id()));
}

function result(id: LogId): Result {
  return { id, events: `[${id}]` };
}
