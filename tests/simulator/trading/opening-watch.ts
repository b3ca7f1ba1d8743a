import type { JsonEvent } from '@fulcrum/protocol';

type EventOf<Type extends JsonEvent['type']> = Extract<JsonEvent, { type: Type }>;

/** The settings of a group, or of an account. */
type Limits = NonNullable<EventOf<'account-set'>['limits']>;

/** Prices and quantities of all instruments have fewer decimals. */
const DECIMALS = 12;

/** Looks whether each opening was allowed, by the events alone. */
export class OpeningWatch {
  /** What was opened although a limit, a restriction or a pause held. */
  readonly broken: string[] = [];
  #group: Limits = {};
  readonly #settings = new Map<string, EventOf<'account-set'>>();
  /** The notionals of each user's open orders, by order. There is one asset. */
  readonly #open = new Map<string, Map<string, bigint>>();

  /**
   * @param now log time.
   * @param isByActor whether somebody asked in the owner's place. The owner's rights do not bind them.
   */
  note(now: number, event: JsonEvent, isByActor = false): void {
    if (event.type === 'group-set') this.#group = event;
    if (event.type === 'account-set') this.#set(now, event);
    if (event.type === 'closed') this.#closed(event);
    if (event.type === 'created') this.#opened(now, event, isByActor);
  }

  /** A pause that runs never ends earlier. */
  #set(now: number, event: EventOf<'account-set'>): void {
    const { userId, pausedUntil = 0 } = event;
    const before = this.#settings.get(userId)?.pausedUntil ?? 0;
    if (now < before && pausedUntil < before)
      this.broken.push(`the pause of ${userId} until ${before} became shorter: ${pausedUntil}`);
    this.#settings.set(userId, event);
  }

  #closed({ userId, orderId, openPrice, remaining }: EventOf<'closed'>): void {
    if (remaining === undefined) this.#open.get(userId)?.delete(orderId);
    else this.#open.get(userId)?.set(orderId, units(openPrice) * units(remaining));
  }

  #opened(
    now: number,
    { userId, orderId, openPrice, quantity, requestId }: EventOf<'created'>,
    isByActor: boolean,
  ): void {
    const open = this.#open.get(userId) ?? new Map<string, bigint>();
    this.#open.set(userId, open.set(orderId, units(openPrice) * units(quantity)));
    const { rights = 'full', pausedUntil = 0, limits = {} } = this.#settings.get(userId) ?? {};
    let total = 0n;
    for (const notional of open.values()) total += notional;
    const isBeyond = [this.#group, limits].some(
      ({ maxOpenOrders, maxNotional, maxTotalNotional }) =>
        (maxOpenOrders !== undefined && open.size > maxOpenOrders) ||
        [maxNotional, maxTotalNotional].some((most) => most !== undefined && total > units(most) * units('1')),
    );
    // What waited was asked for by nobody.
    const isBound = !isByActor || requestId === null;
    if ((isBound && rights !== 'full') || now < pausedUntil || isBeyond)
      this.broken.push(
        `the order ${orderId} of ${userId} was opened against ${JSON.stringify({ rights, pausedUntil, limits })}`,
      );
  }
}

function units(text: string): bigint {
  const [whole = '', fraction = ''] = text.split('.');
  return BigInt(whole + fraction.padEnd(DECIMALS, '0'));
}
