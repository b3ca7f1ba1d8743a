import type { IncomingMessage } from 'node:http';
import { type Database, findApiKey, writeKeyUses } from '@fulcrum/db';
import { clientAddress } from '@fulcrum/service';
import { KeyCheck, type KeyRefusal, type KeySession, keyInHeader, type RevokedSessions } from '@fulcrum/sessions';
import type { Denial } from '@fulcrum/sockets';

export interface KeyAdmissionOptions {
  /** Without a database no key is known. */
  readonly db: Database | undefined;
  readonly ended: RevokedSessions;
  readonly trustedProxies: number;
  /** Is told of each handshake that a key did not open. */
  readonly onRefused: () => void;
  /** Told of errors of the database, which are waited out. */
  readonly onError: (error: unknown) => void;
}

/** Lets programs connect with a key, which their handshake has in its header `Authorization`. */
export class KeyAdmission {
  readonly #options: KeyAdmissionOptions;
  readonly #keys: KeyCheck | undefined;
  readonly #admitted = new WeakMap<IncomingMessage, KeySession>();

  constructor(options: KeyAdmissionOptions) {
    const { db, ended } = options;
    this.#options = options;
    if (db === undefined) return;
    const [find, writeUses] = [findApiKey.bind(undefined, db), writeKeyUses.bind(undefined, db)];
    this.#keys = new KeyCheck({ find, writeUses, ended });
  }

  /** The session of the key in a handshake that was admitted, or of one that is known to be good. */
  sessionOf(request: IncomingMessage, secret: string): KeySession | undefined {
    return this.#admitted.get(request) ?? this.#keys?.recall(secret, this.#addressOf(request))?.session;
  }

  /** @returns undefined for a handshake without a key. */
  admit(request: IncomingMessage): Promise<Denial | undefined> | undefined {
    const secret = keyInHeader(request.headers.authorization);
    return secret === undefined ? undefined : this.#ask(request, secret);
  }

  /** A session was ended, or a key deleted. */
  forget(id: string): void {
    this.#keys?.forget(id);
  }

  /** Notes that a connection which a key opened still stands. */
  noteUse(keyId: string): void {
    this.#keys?.uses.note(keyId);
  }

  /** Writes when keys were used, until the signal is given. */
  async run(signal: AbortSignal): Promise<void> {
    await this.#keys?.uses.run(signal, this.#options.onError);
  }

  async #ask(request: IncomingMessage, secret: string): Promise<Denial | undefined> {
    const { ended, onError, onRefused } = this.#options;
    if (this.#keys === undefined) return unavailable('This server takes no keys: it has no database.');
    if (!ended.isLoaded) return unavailable('It is not known yet which keys have ended.');
    try {
      const { session, refusal } = await this.#keys.ask(secret, this.#addressOf(request));
      if (session === undefined) {
        onRefused();
        return DENIED[refusal];
      }
      this.#admitted.set(request, session);
    } catch (error) {
      onError(error);
      return unavailable('The database cannot be reached. Try again.');
    }
  }

  #addressOf(request: IncomingMessage): string {
    return clientAddress(request, this.#options.trustedProxies);
  }
}

function unavailable(detail: string): Denial {
  return { status: '503 Service Unavailable', detail, retryAfter: 1 };
}

const DENIED: Readonly<Record<KeyRefusal, Denial>> = {
  unknown: { status: '401 Unauthorized', detail: 'This key is unknown, or was deleted.' },
  expired: { status: '401 Unauthorized', detail: 'This key has expired.' },
  address: { status: '403 Forbidden', detail: 'This key may not be used from this address.' },
  busy: unavailable('Too many keys are being looked up.'),
};
