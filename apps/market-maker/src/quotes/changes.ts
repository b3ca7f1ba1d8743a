import type { Rung } from './ladder.ts';

/** An order that stands in the book; the quantity is what is left of it. */
export interface OpenOrder extends Rung {
  readonly id: string;
}

/** A rung that is missing in the book. */
export interface Placement extends Rung {
  /** Whether it is to take the place of own orders that stand on the other side at its price, or beyond it. */
  readonly replaces: boolean;
}

/** What has to be done so that the open orders become the wanted ones. */
export interface Changes {
  /** To be placed in this order, and first of all: so no side is ever empty, and the price moves with one order. */
  readonly places: readonly Placement[];
  /** To be cancelled afterwards, as far as they can be missed: the nearest to the other side first. */
  readonly cancels: readonly OpenOrder[];
}

/** An order stays while it has at least half, and at most twice, of what is wanted at its price. */
const TOLERANCE = 2;

/** Finds what moved: an order at a wanted price keeps its place in the queue. */
export function changesTo(wanted: readonly Rung[], open: readonly OpenOrder[]): Changes {
  const kept = new Set<OpenOrder>();
  const missing = wanted.filter((rung) => {
    const order = open.find((candidate) => !kept.has(candidate) && isGood(candidate, rung));
    if (order !== undefined) kept.add(order);
    return order === undefined;
  });
  const wrong = open.filter((order) => !kept.has(order));
  const stands = ({ side, price }: Rung) => open.some((order) => order.side === side && order.price === price);
  // What stands with another quantity than is wanted can wait for what does not stand at all.
  const sorted = [false, true].flatMap((is) => nearestFirst(missing.filter((rung) => stands(rung) === is)));
  const blocked = sorted.find((rung) => wrong.some((order) => crosses(rung, order)));
  if (blocked === undefined)
    return { places: sorted.map((rung) => ({ ...rung, replaces: false })), cancels: nearestFirst(wrong) };
  // The best of the other side is there before the old ones of that side are gone.
  const behind = sorted.find(({ side }) => side !== blocked.side);
  const places = new Set([...(behind === undefined ? [] : [behind]), blocked, ...sorted]);
  return {
    places: [...places].map((rung) => ({ ...rung, replaces: rung === blocked })),
    cancels: nearestFirst(wrong.filter((order) => !crosses(blocked, order))),
  };
}

/**
 * Those that may be cancelled now. What stands at a better price than is wanted costs money, and goes unless it is alone.
 * All else goes only while more stands on its side than is wanted: so no side is thinned out where placing is slow.
 */
export function canBeMissed(
  cancels: readonly OpenOrder[],
  wanted: readonly Rung[],
  open: readonly OpenOrder[],
): OpenOrder[] {
  return (['Bid', 'Ask'] as const).flatMap((side) => {
    const ofSide = (rungs: readonly Rung[]) => rungs.filter((rung) => rung.side === side);
    const [best] = nearestFirst(ofSide(wanted));
    const isTooGood = (order: Rung) => best === undefined || isBetter(order, best);
    const going = cancels.filter((order) => order.side === side);
    const tooGood = going.filter(isTooGood).slice(0, ofSide(open).length - (best === undefined ? 0 : 1));
    const surplus = Math.max(0, ofSide(open).length - tooGood.length - ofSide(wanted).length);
    return [...tooGood, ...going.filter((order) => !isTooGood(order)).slice(0, surplus)];
  });
}

function isBetter(rung: Rung, best: Rung): boolean {
  return best.side === 'Bid' ? rung.price > best.price : rung.price < best.price;
}

/** Whether a rung could not be placed beside an order: they would trade. */
export function crosses(rung: Rung, order: Rung): boolean {
  if (rung.side === order.side) return false;
  return rung.side === 'Bid' ? rung.price >= order.price : rung.price <= order.price;
}

function isGood(order: OpenOrder, { side, price, quantity }: Rung): boolean {
  if (order.side !== side || order.price !== price) return false;
  return order.quantity * TOLERANCE >= quantity && order.quantity <= quantity * TOLERANCE;
}

/** The best bid, the best ask, the second bid, and so on. */
function nearestFirst<Each extends Rung>(rungs: readonly Each[]): Each[] {
  const bids = rungs.filter(({ side }) => side === 'Bid').sort((one, other) => other.price - one.price);
  const asks = rungs.filter(({ side }) => side === 'Ask').sort((one, other) => one.price - other.price);
  return Array.from({ length: Math.max(bids.length, asks.length) }, (_, index) => [bids[index], asks[index]])
    .flat()
    .filter((rung) => rung !== undefined);
}
