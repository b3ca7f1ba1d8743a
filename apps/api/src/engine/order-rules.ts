import { COMMANDS, ORDER_RULES, valueFieldsOf } from '@fulcrum/cfd';
import type { EngineClient } from '@fulcrum/engine-client';
import { Problem, unavailable } from '@fulcrum/http';
import { newOrderId } from '@fulcrum/protocol';

const TYPES = ['create-order', 'update-order', 'close-order'] as const;

const LATER_FIELDS = Object.fromEntries(
  TYPES.map((type) => [
    type,
    valueFieldsOf(COMMANDS[type]).flatMap(({ name, since }) => (since === ORDER_RULES ? [name] : [])),
  ]),
);

/**
 * Keeps back commands with fields that older rules would ignore: they would open an order at once that is to wait, and close
 * all of one that is to be closed in part. Versions only go up, so the engine is not asked again once it knows the fields.
 */
export class OrderRules {
  readonly #engine: Pick<EngineClient, 'send'>;
  #areKnown = false;
  #asking: Promise<void> | undefined;

  constructor(engine: Pick<EngineClient, 'send'>) {
    this.#engine = engine;
  }

  /** @throws Problem when a body has fields that the rules do not know, or that cannot be found out. */
  async check(userId: string, type: (typeof TYPES)[number], body: object): Promise<void> {
    if (this.#areKnown || !LATER_FIELDS[type]?.some((name) => body[name as keyof object] !== undefined)) return;
    this.#asking ??= this.#ask(userId).finally(() => {
      this.#asking = undefined;
    });
    await this.#asking;
  }

  /** Asks by a command that changes nothing: no order has this id. */
  async #ask(userId: string): Promise<void> {
    const answer = await this.#engine.send('cancel-order', { orderId: newOrderId(Date.now()), userId });
    if (answer.outcome !== 'answered') throw unavailable('The engine does not say which rules hold. Nothing was done.');
    const { event } = answer;
    if (event.type === 'rejected' && event.code === 'invalid_command')
      throw new Problem(409, 'older_rules', `This is possible from rules version ${ORDER_RULES} on: npm run rules.`);
    this.#areKnown = true;
  }
}
