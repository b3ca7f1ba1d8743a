import { parseDecimal } from '@fulcrum/cfd';
import {
  differences,
  type GroupSettings,
  instrumentsOfLog,
  isHalting,
  type LogParts,
  limitsOfLog,
  type Settings,
} from '@fulcrum/desk';
import { invalidInput } from '@fulcrum/http';
import type { Reply } from '../../http/route.ts';
import type { MarketView, QuoteView } from '../../market/market-view.ts';
import { asProblems } from '../actions/as-problems.ts';
import type { TouchedOrders } from './touched-orders.ts';

export interface PreviewParts extends LogParts {
  readonly market: Pick<MarketView, 'quotes' | 'unseenForMs'>;
  readonly touched: TouchedOrders;
}

const LIMITS = ['maxOpenOrders', 'maxNotional', 'maxTotalNotional', 'positionMode'] as const;

/** Says what a change of settings would do, and whom it would touch, before anybody asks for it. */
export class PreviewsController {
  readonly #parts: PreviewParts;

  constructor(parts: PreviewParts) {
    this.#parts = parts;
  }

  async settings(asset: string, wanted: Settings): Promise<Reply> {
    if (wanted.asset !== asset) throw invalidInput({ 'settings.asset': `must be ${asset}, as in the path` });
    const { touched } = this.#parts;
    const known = (await asProblems(() => instrumentsOfLog(this.#parts))).get(asset);
    const [asOf, touches] = [await touched.asOf(), await touched.ofInstrument(wanted)];
    const changes = differences(known, wanted).map(({ field, before, after }) => ({ field, before, after }));
    const quote = this.#quote(known ?? wanted, wanted);
    return {
      status: 200,
      body: {
        ...{
          asset,
          isNew: known === undefined,
          isHalting: isHalting(known, wanted),
          differences: changes,
          asOf,
          touches,
        },
        ...(quote === undefined ? {} : { quote }),
      },
    };
  }

  async limits(wanted: GroupSettings): Promise<Reply> {
    const { touched } = this.#parts;
    const known = await asProblems(() => limitsOfLog(this.#parts));
    const [asOf, touches] = [await touched.asOf(), await touched.ofLimits(wanted)];
    const changes = LIMITS.map((field) => ({ field, before: printed(known[field]), after: printed(wanted[field]) }));
    const changed = changes.filter(({ before, after }) => before !== after);
    return { status: 200, body: { differences: changed, asOf, touches } };
  }

  #quote(known: Settings, wanted: Settings) {
    const { market } = this.#parts;
    const quote = market.quotes().find(({ asset }) => asset === wanted.asset);
    if (quote === undefined) return undefined;
    const ageMs = Math.floor(market.unseenForMs(wanted.asset));
    return {
      ageMs,
      isStale: ageMs > known.maxQuoteAgeMs,
      wouldBeStale: ageMs > wanted.maxQuoteAgeMs,
      wouldBeWide: isWide(quote, wanted),
    };
  }
}

function printed(value: string | number | undefined): string {
  return value === undefined ? '-' : String(value);
}

/** As the engine judges a tick. */
function isWide({ bid, ask }: QuoteView, { maxSpreadBps, priceDecimals }: Settings): boolean {
  const [low, high] = [parseDecimal(bid, priceDecimals), parseDecimal(ask, priceDecimals)];
  if (maxSpreadBps === undefined || low === undefined || high === undefined) return false;
  return (BigInt(high) - BigInt(low)) * 10_000n > BigInt(low) * BigInt(maxSpreadBps);
}
