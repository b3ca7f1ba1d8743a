import type { Figure, Target } from '../bench.ts';
import { median } from '../report/statistics.ts';
import type { LoadResult } from './load.ts';
import type { Side } from './side.ts';

interface Measure {
  readonly name: string;
  readonly unit: string;
  readonly of: keyof LoadResult;
  readonly inFlight: number;
  readonly target?: Target;
}

const NEARLY_AS_MANY: Target = { of: 'ratio', atLeast: 0.8 };
const NEARLY_AS_SOON: Target = { of: 'ratio', atMost: 1.3 };

const MEASURES: readonly Measure[] = [
  { name: 'orders, 256 in flight', unit: '/s', of: 'perSecond', inFlight: 256, target: NEARLY_AS_MANY },
  { name: 'orders, 16 in flight', unit: '/s', of: 'perSecond', inFlight: 16 },
  { name: 'latency, median, 1 in flight', unit: 'ms', of: 'p50Ms', inFlight: 1, target: NEARLY_AS_SOON },
  { name: 'latency, median, 16 in flight', unit: 'ms', of: 'p50Ms', inFlight: 16, target: NEARLY_AS_SOON },
  { name: 'latency, median, 256 in flight', unit: 'ms', of: 'p50Ms', inFlight: 256 },
  { name: 'latency, 99th percentile, 1 in flight', unit: 'ms', of: 'p99Ms', inFlight: 1 },
  { name: 'latency, 99th percentile, 16 in flight', unit: 'ms', of: 'p99Ms', inFlight: 16 },
  { name: 'latency, 99th percentile, 256 in flight', unit: 'ms', of: 'p99Ms', inFlight: 256 },
];

/** The engine's figures against the echo's: medians of all turns. */
export function pipelineFigures(engine: Side, echo: Side): Figure[] {
  return MEASURES.map(({ name, unit, of, inFlight, target }) => {
    const typical = ({ results }: Side) => median((results.get(inFlight) ?? []).map((result) => result[of]));
    const [value, floor] = [typical(engine), typical(echo)];
    return { name, unit, value, floor: { name: 'echo', value: floor }, ratio: value / floor, target };
  });
}
