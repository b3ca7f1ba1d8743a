import type { IncomingHttpHeaders } from 'node:http';
import { isSecure, publicOrigin } from '@fulcrum/sessions';
import type { ExchangeConfig } from '../config.ts';

type Config = Pick<ExchangeConfig, 'ALLOWED_ORIGINS' | 'API_PORT' | 'PUBLIC_URL'>;

/** What browsers say of where a request comes from, when no page of another origin made them send it. */
const FROM_NO_OTHER: ReadonlySet<string | undefined> = new Set([undefined, 'none', 'same-origin']);

/**
 * The pages that may use the session's cookie here, and read the answers: the broker's own. These are of PUBLIC_URL, and,
 * where that is not of https, of the host by which the venue is called as well, at the API's port.
 */
export class OwnPages {
  readonly #trusted: ReadonlySet<string>;
  /** Undefined where a page without TLS does not count. */
  readonly #apiPort: number | undefined;

  constructor({ ALLOWED_ORIGINS, API_PORT, PUBLIC_URL }: Config) {
    const own = publicOrigin(PUBLIC_URL);
    this.#trusted = new Set([...ALLOWED_ORIGINS, ...(own === undefined ? [] : [own])]);
    this.#apiPort = isSecure(PUBLIC_URL) ? undefined : API_PORT;
  }

  /** @param origin as a browser sends it. */
  has(origin: string, host: string | undefined): boolean {
    return this.#trusted.has(origin) || origin === this.#besideHost(host);
  }

  /**
   * Whether the cookie of a request counts: browsers send it whichever page of this host makes them. Programs name no
   * origin, and have no cookies that are not their own.
   */
  mayUseCookie({ origin, host, 'sec-fetch-site': site }: IncomingHttpHeaders): boolean {
    if (origin !== undefined) return this.has(origin, host);
    return FROM_NO_OTHER.has(typeof site === 'string' ? site : undefined);
  }

  #besideHost(host: string | undefined): string | undefined {
    const called = `http://${host}`;
    if (this.#apiPort === undefined || host === undefined || !URL.canParse(called)) return undefined;
    return new URL(`http://${new URL(called).hostname}:${this.#apiPort}`).origin;
  }
}
