import type { IncomingMessage } from 'node:http';
import { writeSessionUses } from '@fulcrum/db';
import {
  isOfKey,
  KnownSessions,
  keyInHeader,
  LastUses,
  RevokedSessions,
  type Session,
  sessionCookieNames,
} from '@fulcrum/sessions';
import type { Redis } from '@fulcrum/streams';
import type { FeedParts } from '../feed-parts.ts';
import { KeyAdmission } from './key-admission.ts';
import { sessionOfUpgrade, trustedOrigins } from './sign-in.ts';

/** Knows whose session a token or a handshake belongs to, and which sessions and keys were ended. */
export class SessionCheck {
  readonly #parts: FeedParts;
  readonly #redis: Redis;
  readonly #known: KnownSessions;
  readonly #ended: RevokedSessions;
  /** Without a database nobody reads when a session was used. */
  readonly #uses: LastUses | undefined;
  readonly keys: KeyAdmission;
  /** The session of the key or the cookie in a handshake. The key counts if there are both. */
  readonly sessionOf: (request: IncomingMessage) => Session | undefined;

  /** @param onEnded is told of each session and key that ends. */
  constructor(parts: FeedParts, onEnded: (sessionId: string) => void) {
    const { config, metrics, db, logger } = parts;
    this.#parts = parts;
    this.#redis = parts.connect();
    this.#known = new KnownSessions(config.JWT_SECRET, () => metrics.refusedTokens.inc());
    this.#ended = new RevokedSessions((id) => {
      this.keys.forget(id);
      onEnded(id);
    });
    this.#uses = db && new LastUses((uses) => writeSessionUses(db, uses));
    this.keys = new KeyAdmission({
      db,
      ended: this.#ended,
      trustedProxies: config.TRUSTED_PROXIES,
      onRefused: () => metrics.refusedTokens.inc(),
      onError: (error) => logger.warn({ err: error }, 'the database cannot be asked about keys'),
    });
    const [names, trusted] = [sessionCookieNames(config), trustedOrigins(config)];
    this.sessionOf = (request) => {
      const secret = keyInHeader(request.headers.authorization);
      if (secret !== undefined) return this.keys.sessionOf(request, secret);
      return sessionOfUpgrade(request.headers, this.verify, trusted, names);
    };
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

  /** Notes that a connection of this session, or of its key, still stands. */
  noteUse(session: Session): void {
    if (isOfKey(session)) this.keys.noteUse(session.sessionId);
    else this.#uses?.note(session.sessionId);
  }

  /** Learns which sessions are ended, and writes when they were used, until the signal is given. */
  async run(): Promise<void> {
    const { keys, signal, onError, logger } = this.#parts;
    const onUnnoted = (error: unknown) => logger.warn({ err: error }, 'the last uses of sessions are not noted yet');
    await Promise.all([
      this.#ended.run(this.#redis, keys.revoked, signal, onError),
      this.#uses?.run(signal, onUnnoted),
      this.keys.run(signal),
    ]);
  }
}
