import { assert } from '@fulcrum/log';
import { DEFAULT_GROUP, type Limits, type PositionMode } from '../messages/settings.ts';

/** The settings of a group as a snapshot keeps them. Those of money are in millionths. */
export interface GroupRecord extends GroupSettings {
  readonly name: string;
}

export interface GroupSettings extends Limits {
  /** Undefined for "hedging". */
  readonly positionMode: PositionMode | undefined;
}

/** The settings of the one group there is. */
export class Group {
  #limits: Limits = {};
  #isNetting = false;
  #hasChanged = false;

  get limits(): Limits {
    return this.#limits;
  }

  /** Whether a new order closes those of the other side first. */
  get isNetting(): boolean {
    return this.#isNetting;
  }

  get hasLimits(): boolean {
    const { maxOpenOrders, maxNotional, maxTotalNotional } = this.#limits;
    return maxOpenOrders !== undefined || maxNotional !== undefined || maxTotalNotional !== undefined;
  }

  set({ positionMode, ...limits }: GroupSettings): void {
    this.#limits = limits;
    this.#isNetting = positionMode === 'netting';
    this.#hasChanged = true;
  }

  restore({ name, positionMode, ...limits }: GroupRecord): void {
    assert(name === DEFAULT_GROUP, `the group ${name} of a snapshot is known`);
    this.#limits = limits;
    this.#isNetting = positionMode === 'netting';
  }

  /** Its record, if it has changed since the last call. */
  takeChanges(): GroupRecord[] {
    if (!this.#hasChanged) return [];
    this.#hasChanged = false;
    return [{ name: DEFAULT_GROUP, ...this.#limits, positionMode: this.#isNetting ? 'netting' : undefined }];
  }

  /** The text that stands for it in the state's hash: none where nothing is set, as in states that are older. */
  hashTexts(): string[] {
    const { maxOpenOrders, maxNotional, maxTotalNotional } = this.#limits;
    const limits = [maxOpenOrders, maxNotional, maxTotalNotional];
    const mode = this.#isNetting ? [' netting'] : [];
    if (mode.length === 0 && limits.every((limit) => limit === undefined)) return [];
    return [`group ${DEFAULT_GROUP} ${limits.map((limit) => limit ?? '').join(' ')}${mode}`];
  }
}
