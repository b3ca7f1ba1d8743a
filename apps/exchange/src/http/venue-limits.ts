import { RateLimit, Refusals, type SenderOf } from '@fulcrum/http';
import { clientNetwork, RateWindows } from '@fulcrum/service';
import type { Request, RequestHandler, Response } from 'express';
import { Admission } from './admission.ts';
import { type CostOf, costOfRowCount, type VenueReply } from './answer-cost.ts';
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
 * What one sender may ask in ten seconds. A long answer counts as several requests. A request that is signed, or of a
 * session, counts on its user, so that others at the same address take nothing from that user. A wrong signature or session
 * counts on its address, apart from what anybody may ask.
 */
export class VenueLimits {
  readonly #users: RateWindows;
  readonly #userRefusals: Refusals;
  readonly #trustedProxies: number;
  readonly #ofAddress: RateLimit;
  readonly #ofUser: RateLimit;
  readonly #signIns: RateLimit;
  readonly #ofHistory: RateLimit;
  /** Finds out who asks. */
  readonly admission: Admission;

  constructor(settings: VenueLimitSettings, onRefused: () => void) {
    this.#trustedProxies = settings.TRUSTED_PROXIES;
    this.#users = new RateWindows(WINDOW_MS, settings.ORDER_RATE_LIMIT);
    this.#userRefusals = new Refusals({ rate: this.#users, what: 'requests', holdMs: 0, onRefused });
    const addressOf: SenderOf = (request) => ({ kind: 'address', id: this.#networkOf(request) });
    const addresses = new RateWindows(WINDOW_MS, settings.ADDRESS_RATE_LIMIT);
    this.#ofAddress = new RateLimit(addresses, 'requests', addressOf, onRefused, 'address');
    const failures = new RateWindows(WINDOW_MS, settings.ADDRESS_RATE_LIMIT);
    this.admission = new Admission({
      failures,
      failure: new RateLimit(failures, 'wrong signatures and sessions', addressOf, onRefused, 'failures'),
      addressOf: (request) => this.#networkOf(request),
    });
    const signIns = new RateWindows(SIGN_IN_WINDOW_MS, settings.SIGN_IN_RATE_LIMIT);
    this.#signIns = new RateLimit(signIns, 'sign-in requests', addressOf, onRefused, 'sign-in');
    this.#ofUser = new RateLimit(
      this.#users,
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

  /** Counts a request on its user, or on its address where it is nobody's. */
  get sender(): RequestHandler {
    return (request, response, next) => {
      const count = userOf(response) === undefined ? this.address : this.user;
      count(request, response, next);
    };
  }

  /**
   * Makes what charges for an answer before it is sent, on the limit on which its request was counted.
   *
   * @throws Problem when others that were asked for meanwhile have used up the limit.
   */
  chargeFor(costOf: CostOf): (request: Request, response: Response, reply: VenueReply) => void {
    return (request, response, reply) => {
      const limit = userOf(response) === undefined ? this.#ofAddress : this.#ofUser;
      const cost = costOf(reply);
      if (cost > 0) limit.charge(request, response, cost);
    };
  }

  /** Counts a request for what is past on its user, or on its address where it is nobody's. */
  get history(): RequestHandler {
    return this.#ofHistory.handler;
  }

  /**
   * Counts on a user what is told over the WebSocket: once, and for its rows as their list is.
   *
   * @throws Problem when the user has used up the limit.
   */
  chargeRows(userId: string, rows: number): void {
    const share = this.#users.take(userId);
    if (share.used > this.#users.limit) throw this.#userRefusals.refuse('user', share);
    this.#users.charge(userId, costOfRowCount(rows));
  }

  #networkOf(request: Request): string {
    return clientNetwork(request, this.#trustedProxies);
  }
}
