import type { IncomingMessage } from 'node:http';
import { KnownSessions, RevokedSessions, type Session } from '@fulcrum/sessions';
import type { Redis } from '@fulcrum/streams';
import type { FeedParts } from '../feed-parts.ts';
import { cookieNames, sessionOfUpgrade, trustedOrigins } from './sign-in.ts';

/** Knows whose session a token or a handshake belongs to, and which sessions were ended. */
export class SessionCheck {
  readonly #parts: FeedParts;
  readonly #redis: Redis;
  readonly #known: KnownSessions;
  readonly #ended: RevokedSessions;
  /** The session of the token in a handshake. */
  readonly sessionOf: (request: IncomingMessage) => Session | undefined;

  /** @param onEnded is told of each session that ends. */
  constructor(parts: FeedParts, onEnded: (sessionId: string) => void) {
    const { config, metrics } = parts;
    this.#parts = parts;
    this.#redis = parts.connect();
    this.#known = new KnownSessions(config.JWT_SECRET, () => metrics.refusedTokens.inc());
    this.#ended = new RevokedSessions(onEnded);
    const [names, trusted] = [cookieNames(config), trustedOrigins(config)];
    this.sessionOf = ({ headers }) => sessionOfUpgrade(headers, this.verify, trusted, names);
  }

  /** Whether the ended sessions are known. Until then no session counts. */
  get isLoaded(): boolean {
    return this.#ended.isLoaded;
  }

  /** The session of a good token; undefined when it was ended. */
  readonly verify = (token: string): Session | undefined => {
    const session = this.#known.find(token);
    return session === undefined || !this.isLoaded || this.#ended.has(session) ? undefined : session;
  };

  /** Learns which sessions are ended, until the signal is given. */
  run(): Promise<void> {
    const { keys, signal, onError } = this.#parts;
    return this.#ended.run(this.#redis, keys.revoked, signal, onError);
  }
}
