import { type Database, paymentTransferId } from '@fulcrum/db';
import type { EngineClient } from '@fulcrum/engine-client';
import { Problem } from '@fulcrum/http';
import type { Request, Response } from 'express';
import type { z } from 'zod';
import { required } from '../../controllers/engine-answers.ts';
import type { Reply } from '../../http/route.ts';
import type { AskedTransfer, Transfers } from '../transfers.ts';
import type { webhookBody } from './webhook-schemas.ts';
import type { WebhookSignature } from './webhook-signature.ts';

type Body = z.output<typeof webhookBody>;
type Deposit = Extract<Body, { data: unknown }>['data'];

export interface WebhookParts {
  /** Undefined where no payment provider has a secret. */
  readonly signature: WebhookSignature | undefined;
  readonly db: Database;
  readonly shard: number;
  readonly engine: Pick<EngineClient, 'send'>;
  readonly transfers: Transfers;
}

/** Books deposits of which a payment provider tells. Whatever is not answered with 2xx it sends again. */
export class WebhookController {
  readonly #parts: WebhookParts;

  constructor(parts: WebhookParts) {
    this.#parts = parts;
  }

  /** Lets in what a provider has signed, before anything else is looked at. */
  admit(request: Request, response: Response): void {
    const { signature } = this.#parts;
    if (signature === undefined) throw new Problem(404, 'not_found', 'No payment provider is known here.');
    signature.check(request.headers, response.locals.rawBody ?? Buffer.alloc(0));
  }

  async take(body: Body): Promise<Reply> {
    return 'data' in body ? this.#book(body.data) : { status: 200, body: { status: 'ignored' } };
  }

  async #book(deposit: Deposit): Promise<Reply> {
    const { engine, transfers } = this.#parts;
    const { amount, transferId: paymentId } = deposit;
    const userId = await this.#userOf(deposit);
    const transferId = paymentTransferId(paymentId);
    const asked: AskedTransfer = { userId, transferId, amount, step: 'deposit' };
    const booked: Reply = { status: 200, body: { status: 'booked', transferId } };
    if ((await transfers.known(asked)) !== undefined) return booked;
    const note = `Payment ${paymentId}`;
    const answer = await engine.send('transfer', { transferId, userId, kind: 'deposit', amount, note });
    if ((await transfers.madeMeanwhile(answer, asked)) !== undefined) return booked;
    // A late answer is a problem here: the provider sends it again, and is told then what became of it.
    required(answer, 'transferred');
    return booked;
  }

  async #userOf({ userId, email }: Deposit): Promise<string> {
    const { db, shard } = this.#parts;
    const where = { shard, ...(userId === undefined ? {} : { id: userId }), ...(email === undefined ? {} : { email }) };
    const user = await db.user.findFirst({ where, select: { id: true } });
    if (user === null) throw new Problem(422, 'unknown_user', 'Nobody of this shard has this userId or email.');
    return user.id;
  }
}
