import { isDeepStrictEqual } from 'node:util';
import type { AccountEvent, JsonEvent } from '@fulcrum/protocol';
import type { FeedEvent, FeedStretch } from '../watching/feed-watch.ts';
import { type Findings, show } from './findings.ts';
import type { Cause } from './replay.ts';

/** The messages that a client of the feed has seen. */
interface Watched {
  readonly userId: string;
  readonly stretches: readonly FeedStretch[];
}

/** The part of the log that concerns one user's feed: the accounts for snapshots, and the events after them. */
interface UserLog {
  readonly snapshots: { readonly content: object; readonly eventsBefore: number }[];
  readonly events: JsonEvent[];
}

/** Compares each feed with the log: after each snapshot it must tell every event of its user, once and in order. */
export class FeedCheck {
  readonly #watches: readonly Watched[];
  readonly #findings: Findings;
  readonly #logs: Map<string, UserLog>;

  constructor(watches: readonly Watched[], findings: Findings) {
    this.#watches = watches;
    this.#findings = findings;
    this.#logs = new Map(watches.map(({ userId }) => [userId, { snapshots: [], events: [] }]));
  }

  /** Accounts have so few orders that one page holds them all. */
  take({ events, answer }: Cause): void {
    for (const event of answer === undefined ? events : [...events, answer]) {
      const log = 'userId' in event ? this.#logs.get(event.userId ?? '') : undefined;
      if (log === undefined || event.type === 'order') continue;
      if (event.type !== 'account') log.events.push(event);
      else log.snapshots.push({ content: snapshotOf(event), eventsBefore: log.events.length });
    }
  }

  end(): void {
    for (const { userId, stretches } of this.#watches) {
      const log = this.#logs.get(userId);
      for (const stretch of stretches) if (log !== undefined) this.#judge(userId, stretch, log);
    }
  }

  /** The same account may have been read more than once. The stretch has to begin at one of these reads. */
  #judge(userId: string, { snapshot, events }: FeedStretch, log: UserLog): void {
    const candidates = log.snapshots.filter(({ content }) => isDeepStrictEqual(content, snapshot));
    const fits = candidates.map(({ eventsBefore }) => countSame(events, log.events, eventsBefore));
    const best = Math.max(-1, ...fits);
    this.#findings.expect(candidates.length > 0, 'wrong', () => `the engine never said ${show(snapshot)} of ${userId}`);
    if (candidates.length === 0 || best === events.length) return;
    const begin = candidates[fits.indexOf(best)]?.eventsBefore ?? 0;
    const [told, is] = [events[best], log.events[begin + best]];
    const isRepeated = events.slice(0, best).some((event) => isDeepStrictEqual(event, told));
    this.#findings.add(
      isRepeated ? 'doubled' : 'lost',
      `the feed of ${userId} told, as event ${best + 1} of ${events.length}, ${show(told)}; the log has ${show(is)}`,
    );
  }
}

function snapshotOf({ type: _type, requestId: _requestId, ...account }: AccountEvent): object {
  return { type: 'snapshot', ...account };
}

/** How many of the events follow each other in the log from a place on. */
function countSame(events: readonly FeedEvent[], log: readonly JsonEvent[], from: number): number {
  let same = 0;
  while (same < events.length && isDeepStrictEqual(events[same], log[from + same])) same += 1;
  return same;
}
