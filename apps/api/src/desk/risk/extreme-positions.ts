import { liquidationPriceOf, parseDecimal, readMoney } from '@fulcrum/cfd';
import { type Database, Prisma, readCheckpoint } from '@fulcrum/db';
import { toUnits } from '@fulcrum/exposure';
import type { InstrumentSettings } from '@fulcrum/instruments';
import { assert, formatDecimal, logTime } from '@fulcrum/log';
import { ShortLivedCache } from '../../market/short-lived-cache.ts';
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

/** How far present prices may move what is ranked before a position is missed that was not among so many. */
const MOST_CANDIDATES = 500;

/** A snapshot is written every ten seconds, so that it need not be looked through with every question. */
const KEPT_MS = 5_000;

/**
 * What the positions of a snapshot are ranked by, at present prices. Floating point is good enough to choose candidates: what
 * is shown of them is worked out exactly.
 */
const RANKS = {
  largest: Prisma.sql`position."quantity"::float8 * price."bid" desc`,
  nearest: Prisma.sql`
    case position."side"
      when 'buy' then (price."bid" - (position."openPrice"::float8 - 0.95 * position."margin"::float8 / position."quantity"::float8)) / price."bid"
      else (position."openPrice"::float8 + 0.95 * position."margin"::float8 / position."quantity"::float8 - price."ask") / price."ask"
    end`,
} as const;

interface Candidates {
  /** Log time of their snapshot. */
  readonly asOf: number;
  readonly rows: readonly Found[];
}

/**
 * The positions that are the largest, or the nearest to liquidation, at present prices: out of the engine's last snapshot,
 * but for those that the history knows to be closed.
 *
 * The snapshot is looked through as a whole, at most once in some seconds and only while somebody asks: an index for it
 * would cost each snapshot that is written.
 */
export class ExtremePositions {
  readonly #sources: ExtremeSources;
  readonly #candidates: Readonly<Record<Extreme, ShortLivedCache<Candidates>>>;

  constructor(sources: ExtremeSources) {
    this.#sources = sources;
    this.#candidates = {
      largest: new ShortLivedCache(KEPT_MS, () => this.#look('largest')),
      nearest: new ShortLivedCache(KEPT_MS, () => this.#look('nearest')),
    };
  }

  async find(extreme: Extreme, most: number) {
    assert(most <= MOST_CANDIDATES, 'a page is found among the candidates');
    const { prices } = this.#sources;
    const { asOf, rows } = await this.#candidates[extreme].get();
    const priceOf = new Map(prices().map((price) => [price.asset, price]));
    const rank = extreme === 'largest' ? (row: Ranks) => -row.size : (row: Ranks) => row.distance;
    const valued = rows.map((row) => this.#valued(row, priceOf.get(row.asset)));
    const positions = valued.sort((one, other) => rank(one) - rank(other)).slice(0, most);
    return { asOf, positions: positions.map(({ printed }) => printed) };
  }

  async #look(extreme: Extreme): Promise<Candidates> {
    const { db, shard, prices, instrument } = this.#sources;
    const known = prices().filter(({ asset }) => instrument(asset) !== undefined);
    const position = await readCheckpoint(db, shard, 'engine');
    const rows = await db.$queryRaw<Found[]>`
      select o."orderId", o."userId", o."asset", o."side", trim_scale(o."quantity")::text as "quantity", o."leverage",
        trim_scale(o."openPrice")::text as "openPrice", o."margin"::text, o."openedAt"::float8 as "openedAt"
      from (
        select position.* from "OpenOrder" position
        join unnest(
          ${known.map(({ asset }) => asset)}::text[],
          ${known.map(({ bid }) => Number(bid))}::float8[],
          ${known.map(({ ask }) => Number(ask))}::float8[]
        ) price ("asset", "bid", "ask") using ("asset")
        where position."shard" = ${shard}::int
        order by ${RANKS[extreme]} limit ${MOST_CANDIDATES}::int
      ) o
      where not exists (
        select from "ExistingTrade" closing
        where closing."orderId" = o."orderId" and closing."shard" = ${shard}::int and closing."remaining" is null
      )`;
    return { asOf: logTime(position), rows };
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
