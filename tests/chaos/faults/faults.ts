import { seededRandom } from '../../../packages/simulated-prices/src/seeded-random.ts';

export const PROCESSES = [
  'api-1',
  'api-2',
  'ws',
  'engine-1',
  'engine-2',
  'poller',
  'recorder',
  'venue-1',
  'venue-2',
] as const;
export const SERVERS = ['redis', 'postgres'] as const;

export type ProcessName = (typeof PROCESSES)[number];
export type ServerName = (typeof SERVERS)[number];
export type Target = ProcessName | ServerName;

/**
 * `kill` is `kill -9`, `restart` a clean end by SIGTERM, `pause` SIGSTOP and then SIGCONT. `cut` breaks every
 * connection to Redis while results are in flight to it.
 */
export type FaultKind = 'kill' | 'restart' | 'pause' | 'cut';

export interface Fault {
  readonly target: Target;
  readonly kind: FaultKind;
  /** How long the target is away, or stopped. */
  readonly forMs: number;
}

/** Simultaneous faults of different targets, after a pause without faults. */
export interface Disturbance {
  readonly calmMs: number;
  readonly faults: readonly Fault[];
}

type Card = readonly Omit<Fault, 'forMs'>[];

/** Every single fault. */
const SINGLE: readonly Card[] = [
  ...PROCESSES.flatMap((target) => (['kill', 'restart', 'pause'] as const).map((kind) => [{ target, kind }])),
  ...SERVERS.flatMap((target) => (['kill', 'pause'] as const).map((kind) => [{ target, kind }])),
  [{ target: 'redis', kind: 'cut' }],
];

/** Faults of several targets at once: whoever would take over, or help to recover, is gone as well. */
const TOGETHER: readonly Card[] = [
  kills('engine-1', 'engine-2'),
  kills('api-1', 'api-2'),
  kills('engine-1', 'redis'),
  kills('venue-1', 'venue-2'),
  kills('venue-1', 'redis'),
  kills('recorder', 'postgres'),
  kills('redis', 'postgres'),
  kills('engine-1', 'engine-2', 'recorder', 'redis'),
  [
    { target: 'engine-1', kind: 'pause' },
    { target: 'engine-2', kind: 'kill' },
  ],
  [
    { target: 'redis', kind: 'pause' },
    { target: 'api-1', kind: 'kill' },
  ],
];

const ALL = [...SINGLE, ...TOGETHER];

/** A held primary is replaced as well. When it goes on, it accepts writes until it learns that, and loses them. */
function isForFailOver(card: Card): boolean {
  return !card.some(({ target, kind }) => target === 'redis' && kind === 'pause');
}

function kills(...targets: Target[]): Card {
  return targets.map((target) => ({ target, kind: 'kill' }));
}

const CALM_MS = { least: 300, most: 2_500 };
const AWAY_MS = { least: 100, most: 2_500 };
/** Lengths of pauses. The last ones are longer than the time-outs that a pause may hit. */
const HELD_MS = [
  { share: 0.65, least: 500, most: 3_000 },
  { share: 0.85, least: 3_000, most: 8_000 },
  { share: 1, least: 8_000, most: 15_000 },
];

/**
 * An endless plan of disturbances that depends on its seed alone: all of them in a random order, then all again in another.
 *
 * @param failsOver leaves out the faults after which a Redis that fails over may lose entries.
 */
export function* planFaults(seed: number, failsOver = false): Generator<Disturbance, never> {
  const random = seededRandom(seed);
  const between = ({ least, most }: { least: number; most: number }) => Math.round(least + random() * (most - least));
  const heldMs = () => {
    const drawn = random();
    return between(HELD_MS.find(({ share }) => drawn < share) ?? CALM_MS);
  };
  for (;;)
    for (const card of shuffled(failsOver ? ALL.filter(isForFailOver) : ALL, random))
      yield {
        calmMs: between(CALM_MS),
        faults: card.map((fault) => ({ ...fault, forMs: fault.kind === 'pause' ? heldMs() : between(AWAY_MS) })),
      };
}

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const keyed = items.map((item) => ({ item, key: random() }));
  return keyed.sort((one, other) => one.key - other.key).map(({ item }) => item);
}

/** For people: "kill engine-1 and redis". */
export function describeFaults({ faults }: Disturbance): string {
  return faults.map(({ kind, target, forMs }) => `${kind} ${target} (${(forMs / 1_000).toFixed(1)} s)`).join(' and ');
}
