import {
  ACCOUNT_FIGURES,
  type AccountFigures,
  type AccountFiguresJson,
  EVENTS,
  type Event,
  type JsonEvent,
} from '@fulcrum/cfd';
import { assert } from '@fulcrum/log';
import { compilePrinter } from '../tables/compile-printer.ts';

const printers = new Map<string, (event: Event) => unknown>(
  Object.entries(EVENTS).map(([type, table]) => [type, compilePrinter(table, type)]),
);

/**
 * Prints an event of the core as it stands in callback-stream: prices with exactly `priceDecimals` digits, quantities
 * with `quantityDecimals`, money with 6.
 */
export function encodeEvent(event: Event): JsonEvent {
  const print = printers.get(event.type);
  assert(print !== undefined, 'each event of the core has a table');
  return print(event) as JsonEvent;
}

/** The field `events` of a callback-stream entry. */
export function printEvents(events: readonly Event[]): string {
  return JSON.stringify(events.map(encodeEvent));
}

/** Prints an account's figures. */
export const encodeFigures: (figures: AccountFigures) => AccountFiguresJson = compilePrinter(ACCOUNT_FIGURES);
