import { writeSessionUses, writeVenueKeyUses } from '@fulcrum/db';
import { assert } from '@fulcrum/log';
import type { CodeProof } from '@fulcrum/second-factor';
import type { ServiceContext } from '@fulcrum/service';
import { LastUses, RevokedSessions, type Session, SessionEndings } from '@fulcrum/sessions';
import { Appender, type Redis } from '@fulcrum/streams';
import type { Owner } from '../clients/client.ts';
import type { Signature } from '../clients/request.ts';
import type { ExchangeConfig } from '../config.ts';
import { codeCheck } from '../keys/code-check.ts';
import { findSubscriber, unknownKey } from '../keys/signer.ts';
import { VenueKeys } from '../keys/venue-keys.ts';
import { OwnPages } from '../sign-in/own-pages.ts';
import { SessionCheck } from '../sign-in/session-check.ts';
import type { Servers } from './servers.ts';

export interface SendersParts extends Pick<ServiceContext<ExchangeConfig>, 'config' | 'logger'> {
  readonly servers: Servers;
  /** Is told of each session that ends before its time, and of each key that is deleted. */
  readonly onEnded: (id: string) => void;
  /** Is told of each code of a second factor that is refused because too many were named. */
  readonly onRefusedCode: () => void;
}

/** Knows who asks: by a key that signs, or by a session of the broker's. */
export class Senders {
  readonly #parts: SendersParts;
  /** A key counts as a session with the key's id: by this its end reaches all processes. */
  readonly #revoked: RevokedSessions;
  readonly #endings: SessionEndings;
  readonly #revokedReading: Redis;
  readonly #keyUses: LastUses;
  readonly #sessionUses: LastUses;
  readonly keys: VenueKeys;
  readonly pages: OwnPages;
  readonly sessions: SessionCheck;
  readonly codes: CodeProof;

  constructor(parts: SendersParts) {
    this.#parts = parts;
    const { config, logger, servers, onEnded, onRefusedCode: onRefused } = parts;
    const { db, writing: redis, log } = servers;
    const { JWT_SECRET: jwtSecret, TRUSTED_PROXIES: trustedProxies } = config;
    assert(jwtSecret !== undefined, 'the settings of the order book are checked at the start');
    this.#revoked = new RevokedSessions((id) => {
      this.keys.known.forget(id);
      onEnded(id);
    });
    this.#endings = new SessionEndings(this.#revoked, new Appender(redis, log.revoked));
    this.#revokedReading = servers.connect();
    this.#keyUses = new LastUses((uses) =>
      writeVenueKeyUses(
        db,
        uses.map(({ id, usedAt }) => ({ keyId: id, usedAt })),
      ),
    );
    this.#sessionUses = new LastUses((uses) => writeSessionUses(db, uses));
    this.keys = new VenueKeys(db, this.#endings);
    this.pages = new OwnPages(config);
    this.sessions = new SessionCheck({
      ...{ config, jwtSecret, pages: this.pages, revoked: this.#revoked },
      onUse: (sessionId) => this.#sessionUses.note(sessionId),
    });
    const settings = { ...config, JWT_SECRET: jwtSecret };
    this.codes = codeCheck({ db, settings, redis, keyPrefix: log.limits, trustedProxies, logger, onRefused });
  }

  /** Notes that a key has signed. */
  noteKey(keyId: string): void {
    this.#keyUses.note(keyId);
  }

  /** Who wants to be told of their own orders. @throws Problem when that is nobody. */
  async owner(signature: Signature | undefined, session: Session | undefined): Promise<Owner> {
    if (signature === undefined) {
      const { userId, sessionId } = this.sessions.require(session);
      return { userId, admittedBy: sessionId };
    }
    const { id, userId } = await findSubscriber(signature, this.keys, Date.now());
    // Its end may have been told while it was looked up, when nothing was subscribed by it yet.
    if (this.#revoked.has({ sessionId: id })) throw unknownKey();
    this.noteKey(id);
    return { userId, admittedBy: id };
  }

  run(signal: AbortSignal): Promise<void>[] {
    const { servers, logger } = this.#parts;
    const onUnnoted = (error: unknown) =>
      logger.warn({ err: error }, 'the last uses of keys and sessions are not noted yet');
    return [
      this.#revoked.run(this.#revokedReading, servers.log.revoked, signal, servers.onRedisError),
      this.#endings.run(signal),
      this.#keyUses.run(signal, onUnnoted),
      this.#sessionUses.run(signal, onUnnoted),
    ];
  }

  disconnect(): void {
    this.#revokedReading.disconnect();
  }
}
