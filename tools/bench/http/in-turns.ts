import type { Figure } from '../bench.ts';
import { median, percentile } from '../report/statistics.ts';
import type { LoadReport } from './load.ts';

/** How much is sent in one measure, and how. */
export interface Volume {
  readonly connections: number;
  readonly requests: number;
}

/** Requests of one measure, by the number of connections that send them. */
const VOLUMES: readonly Volume[] = [
  { connections: 1, requests: 1_500 },
  { connections: 16, requests: 8_000 },
  { connections: 64, requests: 14_000 },
];
const ROUNDS = 7;
const WARM_UP: Volume = { connections: 64, requests: 8_000 };

type Fire = (volume: Volume) => Promise<LoadReport>;

export interface InTurns {
  /** What is sent. */
  readonly name: string;
  readonly floor: string;
  readonly progress: (what: string) => void;
  readonly fire: Fire;
  /** Starts the floor, once the product has answered the same. */
  readonly startFloor: () => Promise<Fire>;
}

interface Measure {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

/** Compares a request with its floor. Both take turns, so that other load on the machine affects both alike. */
export async function compareInTurns({ name, floor, progress, fire, startFloor }: InTurns): Promise<Figure[]> {
  progress('warming up');
  await fire(WARM_UP);
  const fireFloor = await startFloor();
  await fireFloor(WARM_UP);
  const figures: Figure[] = [];
  for (const volume of VOLUMES) {
    progress(`${name} over ${volume.connections} connection(s)`);
    const [own, floors]: [Measure[], Measure[]] = [[], []];
    for (let round = 0; round < ROUNDS; round += 1) {
      own.push(measureOf(await fire(volume)));
      floors.push(measureOf(await fireFloor(volume)));
    }
    figures.push(...figuresOf({ name, floor, connections: volume.connections }, middle(own), middle(floors)));
  }
  return figures;
}

function measureOf({ milliseconds, seconds }: LoadReport): Measure {
  return {
    perSecond: milliseconds.length / seconds,
    p50: percentile(milliseconds, 0.5),
    p99: percentile(milliseconds, 0.99),
  };
}

function middle(measures: readonly Measure[]): Measure {
  const of = (pick: (measure: Measure) => number) => median(measures.map(pick));
  return { perSecond: of(({ perSecond }) => perSecond), p50: of(({ p50 }) => p50), p99: of(({ p99 }) => p99) };
}

function figuresOf(
  { name, floor, connections }: Pick<InTurns, 'name' | 'floor'> & Pick<Volume, 'connections'>,
  own: Measure,
  against: Measure,
): Figure[] {
  const compare = (what: string, unit: string, value: number, other: number): Figure => ({
    name: `${name}, ${connections} connection${connections === 1 ? '' : 's'}: ${what}`,
    value,
    unit,
    floor: { name: floor, value: other },
    ratio: value / other,
  });
  return [
    {
      ...compare('throughput', 'orders/s', own.perSecond, against.perSecond),
      target: { of: 'ratio', atLeast: 0.6 },
    },
    { ...compare('p50', 'ms', own.p50, against.p50), target: { of: 'ratio', atMost: 1.5 } },
    compare('p99', 'ms', own.p99, against.p99),
  ];
}
