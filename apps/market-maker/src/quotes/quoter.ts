import {
  countOf,
  type Grid,
  MAX_BATCH,
  type NewOrder,
  type PlacedOrder,
  print,
  sizeOf,
  type VenueApi,
  VenueError,
  type VenueOrder,
} from '@fulcrum/venue-api';
import type { FairValue } from '../fair/fair-value.ts';
import type { MakerMetrics } from '../maker-metrics.ts';
import type { Budget } from './budget.ts';
import { canBeMissed, changesTo, crosses, type OpenOrder, type Placement } from './changes.ts';
import { flickerAt } from './flicker.ts';
import type { Inventory } from './inventory.ts';
import { ladder, type Rung, usualSpacing } from './ladder.ts';
import type { Prices } from './prices.ts';
import { Stretch } from './stretch.ts';
import { withinReach } from './within-reach.ts';

export interface QuoterParts {
  readonly grid: Grid;
  readonly api: Pick<VenueApi, 'placeOrder' | 'placeOrders' | 'cancelOrder' | 'cancelOrders'>;
  readonly budget: Budget;
  readonly metrics: MakerMetrics;
  /** Milliseconds of a clock that never jumps. */
  readonly nowMs: () => number;
  /** Milliseconds since 1970. */
  readonly clockMs: () => number;
}

const LADDER = { rungs: 12, skew: 0.0004, distance: 0.0001 };

/** The first order of a side is this part of what the maker wants to have of the base asset. */
const FIRST_PART = 0.002;

/** However much was sent, so many orders and cancels are allowed in a round: the best price of each side. */
const LEAST_ALLOWED = 2;

/** Keeps one market's ladder in the book. */
export class Quoter {
  readonly #parts: QuoterParts;
  /** Its open orders, as far as they are known. */
  readonly #open = new Map<string, OpenOrder>();
  readonly #stretch = new Stretch();
  #quoted: Prices | undefined;
  #ahead: -1 | 0 | 1 = 0;

  constructor(parts: QuoterParts) {
    this.#parts = parts;
  }

  get grid(): Grid {
    return this.#parts.grid;
  }

  /** The prices that were quoted last, in ticks; undefined while nothing is quoted. */
  get quoted(): Prices | undefined {
    return this.#quoted;
  }

  /** On which side of the quotes the fair value is, while they walk towards it. */
  get ahead(): -1 | 0 | 1 {
    return this.#ahead;
  }

  /** Takes the open orders as the venue tells them: after a start these are the old ones. */
  adopt(orders: readonly VenueOrder[]): void {
    this.#open.clear();
    for (const order of orders) if (order.symbol === this.grid.symbol) this.#note(order);
  }

  /** Quotes nothing new. What stands in the book stays there. */
  rest(): void {
    this.#quoted = undefined;
    this.#ahead = 0;
    this.#stretch.forget();
  }

  /**
   * Makes the open orders those that are wanted now, as far as the budget goes.
   *
   * @param reference the average price of the last trades, in ticks; undefined before the first one.
   * @throws when the venue does not answer as it should: then nobody knows which orders are open.
   */
  async quote(fair: FairValue, reference: number | undefined, inventory: Inventory): Promise<void> {
    const { grid, budget, metrics, nowMs, clockMs } = this.#parts;
    const { prices: reached, ahead } = withinReach(fair, grid, reference);
    const distance = usualSpacing(reached.bid, LADDER.distance);
    const stretch = this.#stretch.at(reached.bid, distance, nowMs());
    // Where all prices are round a flicker would move whole rungs.
    const beside = stretch > 1 ? 0 : Math.max(flickerAt(grid.symbol, clockMs()), 1 - reached.bid);
    const prices = { bid: reached.bid + beside, ask: reached.ask + beside };
    const size = (inventory.wanted * FIRST_PART) / (prices.bid * sizeOf(grid.tick)) / sizeOf(grid.step);
    const wanted = ladder(prices, inventory.level, size, { ...LADDER, stretch }).filter(
      ({ quantity }) => quantity >= grid.minSteps,
    );
    this.#quoted = prices;
    this.#ahead = ahead;
    metrics.quoted(grid, prices, fair, inventory.level);
    const { places, cancels } = changesTo(wanted, [...this.#open.values()]);
    const allowed = Math.max(LEAST_ALLOWED, Math.floor(budget.left(nowMs()) / 2));
    for (let from = 0; from < Math.min(allowed, places.length); from += MAX_BATCH)
      await this.#place(places.slice(from, Math.min(allowed, from + MAX_BATCH)));
    const going = canBeMissed(cancels, wanted, [...this.#open.values()]).slice(0, allowed);
    await Promise.all(going.map((order) => this.#cancel(order)));
  }

  /** An order that is not there any more was filled: its cancelling is refused, and all is well. */
  async #cancel({ id }: OpenOrder): Promise<void> {
    const { api, grid, metrics } = this.#parts;
    this.#sent('cancel', 1);
    try {
      await metrics.answered(api.cancelOrder(grid.symbol, id));
    } catch (error) {
      if (!(error instanceof VenueError && error.code === 'RESOURCE_NOT_FOUND')) throw error;
    }
    this.#open.delete(id);
  }

  async #place(placements: readonly Placement[]): Promise<void> {
    const { api, metrics } = this.#parts;
    this.#sent('place', placements.length);
    const orders = placements.map((rung): NewOrder => ({ ...this.#order(rung), ...wayOf(rung) }));
    const placed = await metrics.answered(api.placeOrders(orders));
    for (const [index, rung] of placements.entries()) this.#take(rung, placed[index]);
    const inTheWay = placements.filter((_, index) => wouldTake(placed[index]));
    for (const side of ['Bid', 'Ask'] as const) {
      const best = inTheWay.find((rung) => rung.side === side);
      if (best !== undefined) await this.#clear(best);
    }
  }

  /** Takes what others offer at a better price than the fair one: it stands where an own order should be. */
  async #clear(rung: Rung): Promise<void> {
    const { api, metrics } = this.#parts;
    this.#sent('take', 1);
    await metrics.answered(api.placeOrder({ ...this.#order(rung), timeInForce: 'IOC' }));
  }

  #take(rung: Placement, outcome: PlacedOrder | undefined): void {
    if (outcome?.operation === 'Err') this.#parts.metrics.refused(outcome.code);
    if (outcome?.operation !== 'Ok') return;
    if (rung.replaces) for (const [id, order] of this.#open) if (crosses(rung, order)) this.#open.delete(id);
    this.#note(outcome);
  }

  #note({ id, side, price = '', quantity, executedQuantity, status }: VenueOrder): void {
    const { tick, step } = this.grid;
    if (status !== 'New' && status !== 'PartiallyFilled') return;
    const left = countOf(quantity ?? '0', step) - countOf(executedQuantity, step);
    this.#open.set(id, { id, side, price: countOf(price, tick), quantity: left });
  }

  #order({ side, price, quantity }: Rung) {
    const { symbol, tick, step } = this.grid;
    return { symbol, side, orderType: 'Limit' as const, price: print(price, tick), quantity: print(quantity, step) };
  }

  #sent(kind: 'place' | 'take' | 'cancel', count: number): void {
    this.#parts.budget.spend(count);
    this.#parts.metrics.sent(kind, count);
  }
}

/** Own orders in the way are cancelled by the order that takes their place, in the same moment. */
function wayOf({ replaces }: Placement): Pick<NewOrder, 'postOnly' | 'selfTradePrevention'> {
  return replaces ? { selfTradePrevention: 'RejectMaker' } : { postOnly: true };
}

function wouldTake(outcome: PlacedOrder | undefined): boolean {
  return outcome?.operation === 'Err' && outcome.code === 'INVALID_ORDER';
}
