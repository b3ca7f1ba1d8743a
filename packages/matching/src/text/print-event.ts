import { formatDecimal } from '@fulcrum/log';
import { EVENTS, type Event, type JsonEvent, ORDER, type OrderJson, type OrderView } from '../messages/events.ts';
import type { BalanceRow, Kind, LevelChange, MarketUnits, Table } from '../messages/fields.ts';
import { MARKET, type MarketRequest, type MarketSettings } from '../messages/settings.ts';
import { fieldsOf } from '../messages/table.ts';

type Message = Readonly<Record<string, unknown>>;

/** Prints one field of a message in the units of its market. Nothing is printed of a field that is absent. */
interface FieldPrinter {
  readonly name: string;
  readonly print: (value: unknown, units: MarketUnits) => unknown;
}

function printersOf(table: Table): FieldPrinter[] {
  return fieldsOf(table).map(({ name, kind }) => ({ name, print: PRINTERS[kind] ?? same }));
}

function same(value: unknown): unknown {
  return value;
}

/** How each kind of value is printed that is not the same in JSON. Amounts have exactly as many digits as their units. */
const PRINTERS: Partial<Record<Kind, FieldPrinter['print']>> = {
  price: (value, units) => formatDecimal(value as number, units.priceDecimals),
  quantity: (value, units) => formatDecimal(value as number, units.quantityDecimals),
  quote: (value, units) => formatDecimal(value as number, units.quoteDecimals),
  orderId: (value) => String(value),
  orderIds: (value) => (value as readonly number[]).map(String),
  market: (value) => (value as MarketUnits).market,
  balances: (value) => printBalances(value as readonly BalanceRow[]),
  changes: (value, units) =>
    (value as readonly LevelChange[]).map(([side, price, quantity]) => [
      side,
      formatDecimal(price, units.priceDecimals),
      formatDecimal(quantity, units.quantityDecimals),
    ]),
};

const EVENT_PRINTERS: ReadonlyMap<string, readonly FieldPrinter[]> = new Map(
  Object.entries(EVENTS).map(([type, table]) => [type, printersOf(table)]),
);
const ORDER_PRINTERS = printersOf(ORDER);
const MARKET_PRINTERS = printersOf(MARKET);

/** An event as it stands in venue-events. */
export function printEvent(event: Event): JsonEvent {
  const message = event.type === 'market-set' ? { requestId: event.requestId, ...event.market } : event;
  const units = 'market' in event && typeof event.market === 'object' ? event.market : NO_UNITS;
  return print({ type: event.type }, EVENT_PRINTERS.get(event.type) ?? [], message, units) as unknown as JsonEvent;
}

/** An order as it is told to those who read the state. */
export function printOrder(order: OrderView): OrderJson {
  return print({}, ORDER_PRINTERS, order, order.market) as unknown as OrderJson;
}

/** The settings of a market as `set-market` takes them. */
export function printSettings(settings: MarketSettings): MarketRequest {
  return print({}, MARKET_PRINTERS, settings, settings) as unknown as MarketRequest;
}

export function printBalances(balances: readonly BalanceRow[]): [asset: string, available: string, locked: string][] {
  return balances.map(([{ asset, decimals }, available, locked]) => [
    asset,
    formatDecimal(available, decimals),
    formatDecimal(locked, decimals),
  ]);
}

/** For messages without a market: they have no figures in its units. */
const NO_UNITS: MarketUnits = { market: '', priceDecimals: 0, quantityDecimals: 0, quoteDecimals: 0 };

function print(
  onto: Record<string, unknown>,
  printers: readonly FieldPrinter[],
  message: object,
  units: MarketUnits,
): Record<string, unknown> {
  for (const { name, print: printValue } of printers) {
    const value = (message as Message)[name];
    if (value !== undefined) onto[name] = printValue(value, units);
  }
  return onto;
}
