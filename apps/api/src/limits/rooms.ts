import { BodyBytes, InFlight, MAX_BODY_BYTES } from '@fulcrum/http';

/** What a request waits for. Each of these may be slow or stuck. */
export const SOURCES = ['engine', 'database', 'desk', 'mail', 'charts', 'redis', 'nothing'] as const;

export type Source = (typeof SOURCES)[number];

/** The most bytes that the bodies of one room's requests may hold together. */
const MAX_BODIES_BYTES = 64 * 1_024 * 1_024;

/**
 * Requests of one room that may be in flight. There are more than may wait for the engine, because its own limit names
 * the user who has too many.
 */
const MAX_IN_FLIGHT = 12_000;

/** Fewer may wait for a mail server, which is much slower than all else. */
const MAX_MAILS = 500;

interface Room {
  readonly inFlight: InFlight;
  readonly bodies: BodyBytes;
}

/** A room for the requests to each source, so that requests to one that is stuck take no room from the others. */
export class Rooms {
  readonly #rooms: Readonly<Record<Source, Room>>;

  /** @param onRefused is called for each request that is refused because its room is full. */
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
