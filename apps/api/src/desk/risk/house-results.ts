import { beginningOfDay, type Database, dayOfTime, type HouseSum, readHouseResult } from '@fulcrum/db';
import { invalidInput, unavailable } from '@fulcrum/http';
import { historyId } from '@fulcrum/protocol';
import type { LedgerRows } from '../../wallet/ledger/ledger-rows.ts';
import type { ClientRow } from '../clients/client-rows.ts';

/** Which results are asked for: of all days from one to the other, both included. */
export interface HouseQuestion {
  /** As `2026-11-30`, in UTC. */
  readonly from: string;
  readonly to: string;
  readonly by: 'day' | 'instrument' | 'client';
}

export interface HouseResultsParts {
  readonly db: Database;
  readonly shard: number;
  readonly rows: Pick<LedgerRows, 'begins'>;
  readonly clientsOf: (userIds: readonly string[]) => Promise<ClientRow[]>;
}

const MOST_DAYS = 366;

/** Clients that are listed on each side. */
const MOST_CLIENTS = 50;

/** Days that one answer adds up: today, and two that were not added up yet because they have just ended. */
const MOST_OPEN_DAYS = 3;

/** What the house got out of its clients: minus their ledger, but for money that came, went or was set right by hand. */
export class HouseResults {
  readonly #parts: HouseResultsParts;

  constructor(parts: HouseResultsParts) {
    this.#parts = parts;
  }

  async find({ from, to, by }: HouseQuestion) {
    const { db, shard, rows } = this.#parts;
    const range = this.#range(from, to);
    const begins = await rows.begins();
    const asOf = Date.now();
    const rowAt = (day: number) => historyId(shard, `${beginningOfDay(day)}-0`, 0);
    const result = await readHouseResult(db, {
      ...{ shard, range, by, most: MOST_CLIENTS, mostDays: MOST_OPEN_DAYS },
      idsOf: (days) => ({ from: rowAt(days.from), before: rowAt(days.to + 1) }),
      firstDay: begins === undefined ? undefined : dayOfTime(begins),
    });
    if ('notAddedUpFrom' in result)
      throw unavailable(`The results from ${printDay(result.notAddedUpFrom)} on are still being added up.`);
    const { total, byDay, byAsset, gains, losses } = result;
    return {
      ...{ from, to, asOf, total },
      ...(byDay && { days: byDay.map(({ day, ...sum }) => ({ day: printDay(day), ...sum })) }),
      ...(byAsset && { instruments: byAsset.map(({ asset, ...sum }) => ({ asset: asset || null, ...sum })) }),
      ...(gains && losses && (await this.#withClients(gains, losses))),
    };
  }

  /** Of a day that has not come there is nothing yet. */
  #range(from: string, to: string) {
    const [first, last] = [dayOfTime(Date.parse(from)), dayOfTime(Date.parse(to))];
    if (last < first) throw invalidInput({ to: 'must be the day of from, or a later one' });
    if (last - first >= MOST_DAYS) throw invalidInput({ to: `must be at most ${MOST_DAYS - 1} days behind from` });
    return { from: first, to: Math.min(last, dayOfTime(Date.now()) + 1) };
  }

  async #withClients(gains: readonly OfClient[], losses: readonly OfClient[]) {
    const clients = await this.#parts.clientsOf([...gains, ...losses].map(({ userId }) => userId));
    const byId = new Map(clients.map((client) => [client.userId, client]));
    const shown = ({ userId, ...sum }: OfClient) => ({ userId, client: byId.get(userId) ?? null, ...sum });
    return { gains: gains.map(shown), losses: losses.map(shown) };
  }
}

type OfClient = HouseSum & { readonly userId: string };

function printDay(day: number): string {
  return new Date(beginningOfDay(day)).toISOString().slice(0, 10);
}
