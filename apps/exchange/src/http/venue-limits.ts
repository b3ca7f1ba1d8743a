import { Problem, RateLimit, type SenderOf } from '@fulcrum/http';
import { clientNetwork, type Rate, RateWindows } from '@fulcrum/service';
import type { Request, RequestHandler, Response } from 'express';
import type { CostOf, VenueReply } from './answer-cost.ts';
import { userOf } from './venue-route.ts';

const WINDOW_MS = 10_000;
const SIGN_IN_WINDOW_MS = 60_000;

export interface VenueLimitSettings {
  readonly ADDRESS_RATE_LIMIT: number;
  readonly ORDER_RATE_LIMIT: number;
  readonly SIGN_IN_RATE_LIMIT: number;
  readonly HISTORY_RATE_LIMIT: number;
  readonly TRUSTED_PROXIES: number;
}

/**
 * What one sender may ask in ten seconds. A long answer counts as several requests. A request that is signed, or of a session, counts on its user, so that others
 * behind the same address take nothing from that user. One that turns out to be nobody's counts on its address.
 */
export class VenueLimits {
  readonly #addresses: Rate;
  readonly #trustedProxies: number;
  readonly #ofAddress: RateLimit;
  readonly #ofUser: RateLimit;
  readonly #signIns: RateLimit;
  readonly #ofHistory: RateLimit;

  constructor(settings: VenueLimitSettings, onRefused: () => void) {
    this.#addresses = new RateWindows(WINDOW_MS, settings.ADDRESS_RATE_LIMIT);
    this.#trustedProxies = settings.TRUSTED_PROXIES;
    const users = new RateWindows(WINDOW_MS, settings.ORDER_RATE_LIMIT);
    const addressOf: SenderOf = (request) => ({ kind: 'address', id: this.#networkOf(request) });
    this.#ofAddress = new RateLimit(this.#addresses, 'requests', addressOf, onRefused, 'address');
    const signIns = new RateWindows(SIGN_IN_WINDOW_MS, settings.SIGN_IN_RATE_LIMIT);
    this.#signIns = new RateLimit(signIns, 'sign-in requests', addressOf, onRefused, 'sign-in');
    this.#ofUser = new RateLimit(
      users,
      'requests',
      (_request, response) => ({ kind: 'user', id: userOf(response) ?? '' }),
      onRefused,
      'user',
    );
    this.#ofHistory = new RateLimit(
      new RateWindows(WINDOW_MS, settings.HISTORY_RATE_LIMIT),
      'requests for what is past',
      (request, response) => {
        const userId = userOf(response);
        return userId === undefined ? { kind: 'address', id: this.#networkOf(request) } : { kind: 'user', id: userId };
      },
      onRefused,
      'history',
    );
  }

  /** Counts a request on its address. */
  get address(): RequestHandler {
    return this.#ofAddress.handler;
  }

  /** Counts what is passed on to the broker, for which all of it comes from one address. */
  get signIn(): RequestHandler {
    return this.#signIns.handler;
  }

  /** Counts a request on its user, who is known by now. A batch counts as what is in it. */
  get user(): RequestHandler {
    return (request, response, next) =>
      this.#ofUser.handler(request, response, (error) => {
        const { body } = request;
        if (error === undefined && Array.isArray(body) && body.length > 1)
          this.#ofUser.charge(request, response, body.length - 1);
        next(error);
      });
  }

  /**
   * Makes what charges for an answer before it is sent, on the limit on which its request was counted.
   *
   * @throws Problem when others that were asked for meanwhile have used up the limit.
   */
  chargeFor(of: 'address' | 'user', costOf: CostOf): (request: Request, response: Response, reply: VenueReply) => void {
    const limit = of === 'user' ? this.#ofUser : this.#ofAddress;
    return (request, response, reply) => {
      const cost = costOf(reply);
      if (cost > 0) limit.charge(request, response, cost);
    };
  }

  /** Counts a request for what is past on its user, or on its address where it is nobody's. */
  get history(): RequestHandler {
    return this.#ofHistory.handler;
  }

  /** Finds out who asks. Whoever has used up the limit of their address by guessing is not even looked at. */
  admitted(admit: (request: Request) => string | Promise<string>): (request: Request) => Promise<string> {
    return async (request) => {
      const network = this.#networkOf(request);
      if (this.#addresses.shareOf(network).used > this.#addresses.limit)
        throw new Problem(429, 'too_many_requests', 'Too many requests of this address. Try again in some seconds.');
      try {
        return await admit(request);
      } catch (error) {
        this.#addresses.take(network);
        throw error;
      }
    };
  }

  #networkOf(request: Request): string {
    return clientNetwork(request, this.#trustedProxies);
  }
}
