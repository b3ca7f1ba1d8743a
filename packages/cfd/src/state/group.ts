import { assert } from '@fulcrum/log';
import { DEFAULT_GROUP, type Limits } from '../messages/settings.ts';

/** The settings of a group as a snapshot keeps them. Those of money are in millionths. */
export interface GroupRecord extends Limits {
  readonly name: string;
}

/** The settings of the one group there is. */
export class Group {
  #limits: Limits = {};
  #hasChanged = false;

  get limits(): Limits {
    return this.#limits;
  }

  get hasLimits(): boolean {
    const { maxOpenOrders, maxNotional, maxTotalNotional } = this.#limits;
    return maxOpenOrders !== undefined || maxNotional !== undefined || maxTotalNotional !== undefined;
  }

  set(limits: Limits): void {
    this.#limits = limits;
    this.#hasChanged = true;
  }

  restore({ name, ...limits }: GroupRecord): void {
    assert(name === DEFAULT_GROUP, `the group ${name} of a snapshot is known`);
    this.#limits = limits;
  }

  /** Its record, if it has changed since the last call. */
  takeChanges(): GroupRecord[] {
    if (!this.#hasChanged) return [];
    this.#hasChanged = false;
    return [{ name: DEFAULT_GROUP, ...this.#limits }];
  }

  /** The text that stands for it in the state's hash: none where nothing is set, as in states that are older. */
  hashTexts(): string[] {
    const { maxOpenOrders, maxNotional, maxTotalNotional } = this.#limits;
    const limits = [maxOpenOrders, maxNotional, maxTotalNotional];
    if (limits.every((limit) => limit === undefined)) return [];
    return [`group ${DEFAULT_GROUP} ${limits.map((limit) => limit ?? '').join(' ')}`];
  }
}
