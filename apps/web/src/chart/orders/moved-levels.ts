import type { ChartOrder } from './chart-orders.ts';
import type { MovableLevel } from './levels.ts';

/** Where a level was moved to, as long as the account does not say so itself. */
export interface Move {
  readonly orderId: string;
  readonly kind: MovableLevel['kind'];
  /** Where the account had it before, and where it is shown: in grid units. */
  readonly from: number;
  readonly to: number;
  /** Whether the engine has done it: then the account will say so in a moment. */
  readonly isDone: boolean;
}

/** By the level's key. */
export type Moves = ReadonlyMap<string, Move>;

/** Shows a level at another price, and where it was moved before, still as coming from where the account has it. */
export function withMove(moves: Moves, { key, kind, price, order }: MovableLevel, to: number): Moves {
  const from = moves.get(key)?.from ?? price;
  return new Map(moves).set(key, { orderId: order.orderId, kind, from, to, isDone: false });
}

/** Notes that the engine has put a level where it is shown, unless it has been moved again since. */
export function withDone(moves: Moves, key: string, to: number): Moves {
  const move = moves.get(key);
  return move?.to === to ? new Map(moves).set(key, { ...move, isDone: true }) : moves;
}

/** @param to puts the level back only if it is shown there. */
export function withoutMove(moves: Moves, key: string, to?: number): Moves {
  if (to !== undefined && moves.get(key)?.to !== to) return moves;
  const left = new Map(moves);
  left.delete(key);
  return left;
}

/** Leaves out what the account says itself by now, and what is of closed orders. The same map when all is left. */
export function withoutSettled(moves: Moves, orders: readonly ChartOrder[]): Moves {
  const left = new Map(moves);
  for (const [key, { orderId, kind, from, isDone }] of moves) {
    const order = orders.find((open) => open.orderId === orderId);
    if (order?.[kind] === undefined || (isDone && order[kind] !== from)) left.delete(key);
  }
  return left.size === moves.size ? moves : left;
}

/** The orders with their levels where they were moved to. */
export function withMoves(orders: readonly ChartOrder[], moves: Moves): readonly ChartOrder[] {
  if (moves.size === 0) return orders;
  const moved = new Map(orders.map((order) => [order.orderId, order]));
  for (const { orderId, kind, to } of moves.values()) {
    const order = moved.get(orderId);
    if (order !== undefined) moved.set(orderId, { ...order, [kind]: to });
  }
  return [...moved.values()];
}
