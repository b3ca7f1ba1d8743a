import type { ChartOrder } from './chart-orders.ts';
import type { MovableLevel } from './levels.ts';

/** A level that was moved on the screen, and that the account does not yet show there. */
export interface Move {
  readonly orderId: string;
  readonly kind: MovableLevel['kind'];
  /** The account's price at the beginning, and the price where it is shown: in grid units. */
  readonly from: number;
  readonly to: number;
  /** Whether the engine has confirmed the move. The account shows it a moment later. */
  readonly isDone: boolean;
}

/** By the level's key. */
export type Moves = ReadonlyMap<string, Move>;

/** Shows a level at another price. A level that is moved again keeps the account's price as its beginning. */
export function withMove(moves: Moves, { key, kind, price, order }: MovableLevel, to: number): Moves {
  const from = moves.get(key)?.from ?? price;
  return new Map(moves).set(key, { orderId: order.orderId, kind, from, to, isDone: false });
}

/** Notes that the engine has confirmed a move, unless the level was moved again since. */
export function withDone(moves: Moves, key: string, to: number): Moves {
  const move = moves.get(key);
  return move?.to === to ? new Map(moves).set(key, { ...move, isDone: true }) : moves;
}

/** Forgets a move, so that the level goes back. @param to if given, only a move to this price is forgotten. */
export function withoutMove(moves: Moves, key: string, to?: number): Moves {
  if (to !== undefined && moves.get(key)?.to !== to) return moves;
  const left = new Map(moves);
  left.delete(key);
  return left;
}

/** Forgets moves that the account shows by now, and those of closed orders. @returns the same map if there are none. */
export function withoutSettled(moves: Moves, orders: readonly ChartOrder[]): Moves {
  const left = new Map(moves);
  for (const [key, { orderId, kind, from, isDone }] of moves) {
    const order = orders.find((open) => open.orderId === orderId);
    if (order?.[kind] === undefined || (isDone && order[kind] !== from)) left.delete(key);
  }
  return left.size === moves.size ? moves : left;
}

/** The orders with their levels at the prices to which they were moved. */
export function withMoves(orders: readonly ChartOrder[], moves: Moves): readonly ChartOrder[] {
  if (moves.size === 0) return orders;
  const moved = new Map(orders.map((order) => [order.orderId, order]));
  for (const { orderId, kind, to } of moves.values()) {
    const order = moved.get(orderId);
    if (order !== undefined) moved.set(orderId, movedTo(order, kind, to));
  }
  return [...moved.values()];
}

/** An order that waits opens at its price, wherever that is moved to. */
function movedTo(order: ChartOrder, kind: MovableLevel['kind'], to: number): ChartOrder {
  const position = kind === 'price' ? { ...order.position, openPrice: to } : order.position;
  return { ...order, position, [kind]: to };
}
