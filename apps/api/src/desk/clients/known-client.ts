import type { Database } from '@fulcrum/db';
import { Problem } from '@fulcrum/http';

/** Finds clients, who may be kept by another shard. */
export class KnownClients {
  readonly #db: Database;
  readonly shard: number;

  constructor(db: Database, shard: number) {
    this.#db = db;
    this.shard = shard;
  }

  /** @throws Problem when there is no such user. */
  async require(userId: string): Promise<{ readonly shard: number }> {
    const user = await this.#db.user.findUnique({ where: { id: userId }, select: { shard: true } });
    if (user === null) throw unknownUser();
    return user;
  }

  /** @throws Problem when there is no such user, or their account is kept by another shard. */
  async requireHere(userId: string): Promise<void> {
    const { shard } = await this.require(userId);
    if (shard !== this.shard) throw otherShard(shard);
  }
}

export function unknownUser(): Problem {
  return new Problem(404, 'unknown_user', 'There is no such user.');
}

export function otherShard(shard: number): Problem {
  const detail = `The account of this client is kept by shard ${shard}: only the desk of that shard can tell of it.`;
  return new Problem(409, 'other_shard', detail);
}
