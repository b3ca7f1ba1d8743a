import type { JsonEvent } from '../json.ts';

export interface Owned {
  readonly orderId: string;
  readonly userId: string;
}

/** An order that is open, or waits, as the answers told it. */
export interface Known extends Owned {
  readonly asset: string;
  readonly side: string;
  readonly quantity: string;
  readonly isOpen: boolean;
  readonly price: string | undefined;
  readonly expiresAt: number | undefined;
  readonly stopLoss: string | undefined;
  readonly trailingDistance: string | undefined;
  readonly isGuaranteed: boolean;
}

const MOST_ENDED = 20;

/** What the answers to a journal said of its orders. */
export class KnownOrders {
  private readonly living = new Map<string, Known>();
  /** Those that ended lately, the last one first. */
  ended: readonly Owned[] = [];

  observe(event: JsonEvent): 'ended' | undefined {
    const { orderId, userId } = { orderId: String(event.orderId), userId: String(event.userId) };
    const before = this.living.get(orderId);
    if (event.type === 'created' || event.type === 'placed') this.living.set(orderId, known(event));
    if (event.type === 'updated' && before) this.living.set(orderId, { ...before, ...changing(event) });
    const { remaining } = event;
    if (event.type === 'closed' && before && typeof remaining === 'string')
      this.living.set(orderId, { ...before, quantity: remaining });
    const hasEnded =
      (event.type === 'closed' && remaining === undefined) || event.type === 'cancelled' || event.type === 'reduced';
    if (!hasEnded) return undefined;
    this.living.delete(orderId);
    this.ended = [{ orderId, userId }, ...this.ended].slice(0, MOST_ENDED);
    return 'ended';
  }

  find(orderId: string): Known | undefined {
    return this.living.get(orderId);
  }

  assetOf(orderId: string): string | undefined {
    return this.living.get(orderId)?.asset;
  }

  open(): Known[] {
    return [...this.living.values()].filter(({ isOpen }) => isOpen);
  }

  pending(): Known[] {
    return [...this.living.values()].filter(({ isOpen }) => !isOpen);
  }

  /** Positions with a guaranteed stop, or where there are none all. */
  guaranteed(): Known[] {
    const guaranteed = this.open().filter(({ isGuaranteed }) => isGuaranteed);
    return guaranteed.length > 0 ? guaranteed : this.open();
  }

  nextExpiry(): number | undefined {
    const times = this.pending().flatMap(({ expiresAt }) => (expiresAt === undefined ? [] : [expiresAt]));
    return times.length === 0 ? undefined : Math.min(...times);
  }
}

function known(event: JsonEvent): Known {
  return {
    ...{ orderId: String(event.orderId), userId: String(event.userId), asset: String(event.asset) },
    ...{ side: String(event.side), quantity: String(event.quantity), isOpen: event.type === 'created' },
    isGuaranteed: event.guaranteed === true,
    ...changing(event),
  };
}

function changing({ price, expiresAt, stopLoss, trailingDistance }: JsonEvent) {
  const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
  return {
    ...{ price: text(price), stopLoss: text(stopLoss), trailingDistance: text(trailingDistance) },
    expiresAt: typeof expiresAt === 'number' ? expiresAt : undefined,
  };
}
