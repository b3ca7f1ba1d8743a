import { type ActionKindName, type ActionRow, type Actor, ask, type DeskParts, duplicateAction } from '@fulcrum/desk';
import type { Reply } from '../../http/route.ts';
import type { Outcomes } from './outcomes.ts';
import { asksForSame } from './repeated.ts';

/** What every request for an action says. */
export interface AskedBy {
  readonly actor: Actor;
  readonly actionId: string;
  readonly reason: string;
}

/** What is asked for, once it is known. */
export interface Wanted {
  readonly kind: ActionKindName;
  readonly data: Readonly<Record<string, unknown>>;
  readonly before?: unknown;
}

/** Asks for actions, each once. */
export class Asking {
  readonly #parts: DeskParts;
  readonly #outcomes: Outcomes;

  constructor(parts: DeskParts, outcomes: Outcomes) {
    this.#parts = parts;
    this.#outcomes = outcomes;
  }

  /**
   * @param kinds what the request can lead to.
   * @param named all that the request itself says of it: a repeated one says the same.
   * @param wanted finds out what it leads to. It is not asked where the action is there already.
   */
  ask(
    { actor, actionId, reason }: AskedBy,
    kinds: readonly ActionKindName[],
    named: Readonly<Record<string, unknown>>,
    wanted: () => Promise<Wanted>,
  ): Promise<Reply> {
    return this.#outcomes.of(async () => {
      const known = await this.#parts.db.deskAction.findUnique({ where: { id: actionId } });
      // One that is asked for twice at once is known only afterwards.
      const row = known ?? (await ask(this.#parts, { id: actionId, actor, reason, ...(await wanted()) }));
      return repeated(row, actor, this.#parts.keys.shard, kinds, named);
    });
  }
}

/** @throws DeskRefusal when the id was used for something else, or by somebody else. */
function repeated(
  row: ActionRow,
  actor: Actor,
  shard: number,
  kinds: readonly ActionKindName[],
  named: Readonly<Record<string, unknown>>,
): ActionRow {
  const isOwn = row.askedBy === actor.id && row.shard === shard;
  if (isOwn && asksForSame(row, named) && (kinds as readonly string[]).includes(row.kind)) return row;
  throw duplicateAction();
}
