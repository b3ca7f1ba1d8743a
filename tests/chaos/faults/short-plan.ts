import type { Disturbance } from './faults.ts';

/** A fixed plan for the tests. It hits each process and each server, and contains each kind of fault. */
export const SHORT_PLAN: readonly Disturbance[] = [
  { calmMs: 2_000, faults: [{ target: 'engine-1', kind: 'kill', forMs: 300 }] },
  { calmMs: 500, faults: [{ target: 'api-1', kind: 'restart', forMs: 200 }] },
  {
    calmMs: 500,
    faults: [
      { target: 'engine-2', kind: 'pause', forMs: 1_500 },
      { target: 'recorder', kind: 'kill', forMs: 300 },
    ],
  },
  { calmMs: 500, faults: [{ target: 'redis', kind: 'cut', forMs: 500 }] },
  {
    calmMs: 500,
    faults: [
      { target: 'venue-1', kind: 'kill', forMs: 300 },
      { target: 'venue-2', kind: 'pause', forMs: 1_000 },
    ],
  },
  {
    calmMs: 500,
    faults: [
      { target: 'redis', kind: 'kill', forMs: 500 },
      { target: 'poller', kind: 'kill', forMs: 300 },
      { target: 'venue-2', kind: 'kill', forMs: 300 },
    ],
  },
  {
    calmMs: 1_000,
    faults: [
      { target: 'ws', kind: 'kill', forMs: 200 },
      { target: 'postgres', kind: 'pause', forMs: 1_500 },
    ],
  },
  {
    calmMs: 500,
    faults: [
      { target: 'postgres', kind: 'kill', forMs: 300 },
      { target: 'api-2', kind: 'kill', forMs: 200 },
    ],
  },
  {
    calmMs: 1_000,
    faults: [
      { target: 'engine-1', kind: 'kill', forMs: 300 },
      { target: 'engine-2', kind: 'kill', forMs: 600 },
      { target: 'redis', kind: 'pause', forMs: 1_000 },
    ],
  },
];
