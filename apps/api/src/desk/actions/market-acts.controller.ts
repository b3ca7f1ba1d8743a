import type { Actor, LogParts, Settings } from '@fulcrum/desk';
import { instrumentsOfLog, priceHindrance } from '@fulcrum/desk';
import { invalidInput, Problem } from '@fulcrum/http';
import type { z } from 'zod';
import type { Reply } from '../../http/route.ts';
import type { KnownClients } from '../clients/known-client.ts';
import type { haltBody, limitsBody, priceBody, roleBody, settingsBody } from './action-schemas.ts';
import type { Asking } from './asking.ts';

export interface MarketActsParts extends LogParts {
  readonly asking: Asking;
  readonly clients: KnownClients;
}

/** What staff do to instruments, to the limits of all accounts, and to each other's roles. */
export class MarketActsController {
  readonly #parts: MarketActsParts;

  constructor(parts: MarketActsParts) {
    this.#parts = parts;
  }

  halt(actor: Actor, asset: string, body: z.output<typeof haltBody>): Promise<Reply> {
    const data = { asset, mode: body.mode };
    return this.#parts.asking.ask({ actor, ...body }, ['halt-instrument'], data, async () => {
      await this.#instrument(asset);
      return { kind: 'halt-instrument', data };
    });
  }

  setInstrument(actor: Actor, asset: string, { settings, ...asked }: z.output<typeof settingsBody>): Promise<Reply> {
    if (settings.asset !== asset) throw invalidInput({ 'settings.asset': `must be ${asset}, as in the path` });
    return this.#parts.asking.ask({ actor, ...asked }, ['set-instrument'], settings, async () => ({
      kind: 'set-instrument',
      data: settings,
    }));
  }

  setPrice(actor: Actor, asset: string, { bid, ask, ...asked }: z.output<typeof priceBody>): Promise<Reply> {
    const data = { asset, bid, ask };
    return this.#parts.asking.ask({ actor, ...asked }, ['set-price'], data, async () => {
      const hindrance = priceHindrance(await this.#instrument(asset), data);
      if (hindrance !== undefined) throw new Problem(422, hindrance.code, hindrance.message);
      return { kind: 'set-price', data };
    });
  }

  setLimits(actor: Actor, { limits, ...asked }: z.output<typeof limitsBody>): Promise<Reply> {
    return this.#parts.asking.ask({ actor, ...asked }, ['set-limits'], limits, async () => ({
      kind: 'set-limits',
      data: limits,
    }));
  }

  setRole(actor: Actor, { userId, role, ...asked }: z.output<typeof roleBody>): Promise<Reply> {
    const data = { userId, role };
    return this.#parts.asking.ask({ actor, ...asked }, ['set-role'], data, async () => {
      await this.#parts.clients.require(userId);
      return { kind: 'set-role', data };
    });
  }

  /** @throws Problem when there is none. */
  async #instrument(asset: string): Promise<Settings> {
    const found = (await instrumentsOfLog(this.#parts)).get(asset);
    if (found === undefined) throw new Problem(404, 'unknown_asset', 'There is no such instrument at this shard.');
    return found;
  }
}
