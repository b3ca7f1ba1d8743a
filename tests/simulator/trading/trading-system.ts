import { DESK_RULES } from '@fulcrum/cfd';
import { balanceTable } from '../../../apps/recorder/src/history/history-rows.ts';
import type { EngineApp, System, SystemOptions } from '../system.ts';
import type { Life } from '../world/life.ts';
import { named } from '../world/named.ts';
import { Random } from '../world/random.ts';
import type { Supervised } from '../world/supervised.ts';
import { World } from '../world/world.ts';
import { marketRules } from './market-rules.ts';
import { bootPoller, Market } from './poller.ts';
import { bootApi, bootEngine, bootRecorder } from './processes.ts';
import { Reader } from './reader.ts';
import { Staff } from './staff.ts';
import { Trader } from './trader.ts';
import { TradingTruth, type TradingWorld } from './trading-truth.ts';
import { judge } from './verdict/verdict.ts';
import { judgeAfterLoss } from './verdict/verdict-after-loss.ts';

/** The rules of a run are chosen by a source of their own, so that all else is as it would be without. */
const RULES_SEEDS = 1_000_000_000;
/** So is what is read. */
const READS_SEEDS = 2_000_000_000;
/** And how long a command is valid. */
const VALIDITY_SEEDS = 3_000_000_000;
/** And the younger kinds of orders. */
const KINDS_SEEDS = 4_000_000_000;
/** And what staff do, who are there in half of the runs under the newest rules: so most runs are as they would be without. */
const STAFF_SEEDS = 5_000_000_000;
const STAFF_SHARE = 1 / 2;

/** The product: engines with the CFD core, two APIs, a poller and a recorder, and traders who use them. */
export class TradingSystem implements System {
  readonly world: TradingWorld;
  readonly engines: readonly Supervised<EngineApp>[];
  readonly processes: readonly Supervised<unknown>[];
  readonly #traders: readonly Trader[];
  readonly #readers: readonly Reader[];
  readonly #staff: Staff | undefined;

  constructor({ seed, engines, signal }: SystemOptions) {
    const world = new World(seed, (now) => new TradingTruth(now));
    const { random } = world;
    const chance = new Random(seed + RULES_SEEDS);
    const market = new Market();
    const apis = named(world, 'api', 2, bootApi);
    this.world = world;
    const engineCount = 1 + random.below(3);
    this.engines = named(world, 'engine', engines ?? engineCount, bootEngine);
    const rules = marketRules(chance);
    const dice = new Random(seed + STAFF_SEEDS);
    const staff = rules.version >= DESK_RULES && dice.chance(STAFF_SHARE) ? dice : undefined;
    const polling = { market, nonsense: random.pick([0, 0.05]), rules, chance, staff };
    const poller = named(world, 'poller', 1, bootPoller(polling));
    const recorder = named(world, 'recorder', 1, bootRecorder);
    this.processes = [...this.engines, ...apis, ...poller, ...recorder];
    const options = { world, apis, market, signal, pauseMs: random.pick([100, 600]) };
    const validity = new Random(seed + VALIDITY_SEEDS);
    const choices = { chance: validity, kinds: new Random(seed + KINDS_SEEDS) };
    this.#traders = Array.from({ length: 1 + random.below(4) }, () => new Trader({ ...options, ...choices }));
    const readers = { world, apis, random: new Random(seed + READS_SEEDS), signal };
    this.#readers = this.#traders.map(({ userId }) => new Reader({ ...readers, userId }));
    const desk = { world, apis, market, traders: this.#traders, signal };
    this.#staff = staff === undefined ? undefined : new Staff({ ...desk, chance: staff });
    for (const { userId } of this.#traders) world.postgres.tables.insertNow(balanceTable, [[userId, '0']]);
  }

  start(): void {
    const { world } = this;
    for (const trader of this.#traders) trader.run().catch((error) => world.violate(`a trader fails: ${error}`));
    for (const reader of this.#readers) reader.run().catch((error) => world.violate(`a reader fails: ${error}`));
    this.#staff?.run().catch((error) => world.violate(`the staff fails: ${error}`));
  }

  get requests(): number {
    return this.#traders.reduce((sum, { orders }) => sum + orders.length, 0);
  }

  get unsettled(): string | undefined {
    const isUnsettled = this.#traders.some(({ isSettled }) => !isSettled);
    return isUnsettled ? 'somebody does not know what became of an order' : undefined;
  }

  judge(): Promise<void> {
    return judge(this.world, this.#traders, this.#staff?.told ?? []);
  }

  judgeAfterLoss(witnesses: ReadonlySet<Life>): Promise<void> {
    return judgeAfterLoss(this.world, witnesses, this.#traders);
  }
}
