import { liquidationPriceOf, parseDecimal, readMoney } from '@fulcrum/cfd';
import { type Database, Prisma, readCheckpoint } from '@fulcrum/db';
import { toUnits } from '@fulcrum/exposure';
import type { InstrumentSettings } from '@fulcrum/instruments';
import { assert, formatDecimal, logTime } from '@fulcrum/log';
import { printSquareUnits } from './money-of.ts';

/** A position of the last snapshot. */
interface Found {
  readonly orderId: string;
  readonly userId: string;
  readonly asset: string;
  readonly side: 'buy' | 'sell';
  readonly quantity: string;
  readonly leverage: number;
  readonly openPrice: string;
  readonly margin: string;
  readonly openedAt: number;
}

/** What positions are ranked by. */
interface Ranks {
  readonly size: number;
  /** Of the present price to that of the liquidation, in percent. */
  readonly distance: number;
}

/** What a price is now. */
export interface PresentPrice {
  readonly asset: string;
  readonly bid: string;
  readonly ask: string;
}

export interface ExtremeSources {
  readonly db: Database;
  readonly shard: number;
  readonly instrument: (asset: string) => InstrumentSettings | undefined;
  /** Of all instruments that have one. */
  readonly prices: () => readonly PresentPrice[];
}

/** By what positions are at one end of all. */
export type Extreme = 'largest' | 'nearest';

/**
 * Within an asset and a side the largest by quantity are the largest at any price, and the nearest to liquidation are those
 * with the highest price of it, or the lowest of sells. The migration 0032 has an index for each.
 */
const ORDERS = {
  largest: { buy: Prisma.sql`"quantity" desc`, sell: Prisma.sql`"quantity" desc` },
  nearest: { buy: Prisma.sql`${liquidation()} desc`, sell: Prisma.sql`${liquidation()}` },
} as const;

function liquidation(): Prisma.Sql {
  return Prisma.sql`("openPrice" + case "side" when 'buy' then -0.95 else 0.95 end * "margin" / "quantity")`;
}

/**
 * The positions that are the largest, or the nearest to liquidation, at present prices: out of the engine's last snapshot,
 * but for those that the history knows to be closed. Of each instrument and side only as many are read as are wanted.
 */
export class ExtremePositions {
  readonly #sources: ExtremeSources;

  constructor(sources: ExtremeSources) {
    this.#sources = sources;
  }

  async find(extreme: Extreme, most: number) {
    const { db, shard, prices, instrument } = this.#sources;
    const priceOf = new Map(prices().map((price) => [price.asset, price]));
    const assets = [...priceOf.keys()].filter((asset) => instrument(asset) !== undefined);
    const position = await readCheckpoint(db, shard, 'engine');
    const found = await db.$queryRaw<Found[]>`
      select o."orderId", o."userId", o."asset", o."side", trim_scale(o."quantity")::text as "quantity", o."leverage",
        trim_scale(o."openPrice")::text as "openPrice", o."margin"::text, o."openedAt"::float8 as "openedAt"
      from unnest(${assets}::text[]) wanted ("asset") cross join lateral (
        ${this.#some(extreme, 'buy', most)} union all ${this.#some(extreme, 'sell', most)}
      ) o
      where not exists (
        select from "ExistingTrade" closing
        where closing."orderId" = o."orderId" and closing."shard" = ${shard}::int and closing."remaining" is null
      )`;
    const rank = extreme === 'largest' ? (row: Ranks) => -row.size : (row: Ranks) => row.distance;
    const valued = found.map((row) => this.#valued(row, priceOf.get(row.asset)));
    const positions = valued.sort((one, other) => rank(one) - rank(other)).slice(0, most);
    return { asOf: logTime(position), positions: positions.map(({ printed }) => printed) };
  }

  #some(extreme: Extreme, side: 'buy' | 'sell', most: number): Prisma.Sql {
    return Prisma.sql`(
      select * from "OpenOrder" position
      where "shard" = ${this.#sources.shard}::int and position."asset" = wanted."asset" and "side" = ${side}
      order by ${ORDERS[extreme][side]} limit ${most}::int
    )`;
  }

  #valued(row: Found, price: PresentPrice | undefined) {
    const { asset, side, quantity, openPrice, margin } = row;
    const settings = this.#sources.instrument(asset);
    assert(price !== undefined && settings !== undefined, 'a position is found by its instrument, which has a price');
    const closing = toUnits(side === 'buy' ? price.bid : price.ask);
    const open = toUnits(openPrice);
    const worth = toUnits(quantity) * closing;
    const gain = worth - toUnits(quantity) * open;
    const liquidationPrice = liquidationPriceText(row, settings);
    const away = side === 'buy' ? closing - toUnits(liquidationPrice) : toUnits(liquidationPrice) - closing;
    const distance = (100 * Number(away)) / Number(closing);
    return {
      ...{ size: Number(worth), distance },
      printed: {
        ...row,
        quantity: fixed(quantity, settings.quantityDecimals),
        openPrice: fixed(openPrice, settings.priceDecimals),
        price: side === 'buy' ? price.bid : price.ask,
        liquidationPrice,
        notional: printSquareUnits(worth),
        unrealizedPnl: printSquareUnits(side === 'buy' ? gain : -gain),
        distancePercent: distance.toFixed(4),
        margin,
      },
    };
  }
}

function fixed(text: string, decimals: number): string {
  return formatDecimal(unitsOf(text, decimals), decimals);
}

function unitsOf(text: string, decimals: number): number {
  const units = parseDecimal(text, decimals);
  assert(units !== undefined, `${text} has no more decimals than its instrument`);
  return units;
}

/** As the engine has it: it follows from what the position bears. */
function liquidationPriceText({ side, quantity, openPrice, margin }: Found, settings: InstrumentSettings): string {
  const { priceDecimals, quantityDecimals } = settings;
  const position = {
    side,
    quantity: unitsOf(quantity, quantityDecimals),
    openPrice: unitsOf(openPrice, priceDecimals),
    margin: readMoney(margin),
  };
  return formatDecimal(liquidationPriceOf(position, settings), priceDecimals);
}
