import { BodyBytes } from './body-bytes.ts';
import { InFlight } from './in-flight.ts';

/** What the answer to a request is waited for from; each of these may be slow or stuck. */
export const SOURCES = ['engine', 'database', 'mail', 'charts', 'redis', 'nothing'] as const;

export type Source = (typeof SOURCES)[number];

export const MAX_BODY_BYTES = 16 * 1_024;

/** What the bodies of one room's requests may hold. */
const MAX_BODIES_BYTES = 64 * 1_024 * 1_024;

/** One room's requests that may be in flight: more than may wait for the engine, which says itself who is too much. */
const MAX_IN_FLIGHT = 12_000;

/** A mail server is much slower than all else. What it does not take within seconds it will not take at all. */
const MAX_MAILS = 500;

interface Room {
  readonly inFlight: InFlight;
  readonly bodies: BodyBytes;
}

/** A room for the requests of each source: those that wait for one that is stuck take nothing from the others. */
export class Rooms {
  readonly #rooms: Readonly<Record<Source, Room>>;

  /** @param onRefused is called for each request for which its room is too small. */
  constructor(onRefused: () => void, maxInFlight = MAX_IN_FLIGHT) {
    const room = (source: Source): [Source, Room] => [
      source,
      {
        inFlight: new InFlight(source === 'mail' ? Math.min(MAX_MAILS, maxInFlight) : maxInFlight, onRefused),
        bodies: new BodyBytes(MAX_BODY_BYTES, MAX_BODIES_BYTES, onRefused),
      },
    ];
    this.#rooms = Object.fromEntries(SOURCES.map(room)) as Record<Source, Room>;
  }

  get inFlight(): number {
    return SOURCES.reduce((sum, source) => sum + this.of(source).inFlight.count, 0);
  }

  get bodyBytes(): number {
    return SOURCES.reduce((sum, source) => sum + this.of(source).bodies.used, 0);
  }

  of(source: Source): Room {
    return this.#rooms[source];
  }
}
