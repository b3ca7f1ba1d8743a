import { formatDecimal } from '@fulcrum/log';
import type { CreateOrder } from '../../messages/commands.ts';
import type { Instrument } from '../../messages/instrument.ts';
import { isRefusal, type Refusal, refuse } from '../../messages/rejection.ts';
import {
  exceedsBps,
  guaranteeFee,
  liquidationPriceOf,
  MONEY_DECIMALS,
  type Money,
  marginFor,
  type Position,
  type Side,
} from '../../numbers/money.ts';
import { priceFault } from '../../prices/price-fault.ts';
import { closingPrice, hasReachedStop, openingPrice, type Quote } from '../../prices/quote.ts';
import { isStale, type QuoteSource, staleMessage } from '../../prices/stale.ts';
import type { StopKind } from '../../state/order.ts';
import { parsePrice, parseQuantity } from '../instrument.ts';
import { modeRefusal } from '../mode.ts';
import { readLevel } from '../read-level.ts';
import { guaranteeRefusal } from './guarantee.ts';

/** The part of a `create-order` that decides what the position would be. The rest says whose it is. */
export interface OpeningRequest extends Pick<CreateOrder, 'side' | 'leverage' | 'expectedPrice' | 'maxSlippageBps'> {
  readonly quantity: Amount;
  readonly takeProfit?: Amount | undefined;
  readonly stopLoss?: Amount | undefined;
  readonly trailingDistance?: Amount | undefined;
  readonly guaranteed?: CreateOrder['guaranteed'];
}

/** As its sender wrote it; or in units, of an order that has waited, whose amounts were read when it was placed. */
type Amount = string | number;

/** The market at which a request would be carried out. `now` is in milliseconds of log time. */
export interface OpeningMarket extends QuoteSource {
  readonly quote: Quote | undefined;
  readonly now: number;
  /** The highest price that an order may name, in units. Where it is absent, that of rules version 1 holds. */
  readonly maxPrice?: number;
}

/** The size of a request. The instrument allows it. The quantity is in the instrument's units. */
export interface OrderSize {
  readonly quantity: number;
  readonly leverage: number;
}

/** A position as it would be opened. Prices are in the instrument's units. The slippage of a worse fill is above 0. */
export interface OpeningTerms extends Position, OrderSize {
  readonly takeProfit: number | undefined;
  readonly stopLoss: number | undefined;
  readonly trailingDistance: number | undefined;
  readonly stopKind: StopKind;
  readonly slippage: number;
  readonly liquidationPrice: number;
  /** What the guarantee of its stop-loss costs. */
  readonly fee: Money;
}

/**
 * Works out what would come of a request now, for a ticket that is not sent yet. The engine opens positions by the same
 * functions, so both come to the same terms. Of the checks that concern the account, the balance alone is made here.
 *
 * @param balance undefined where nobody is signed in. The margin is not checked then.
 * @returns the terms, or the first refusal in the order of docs/rules.md, "Opening".
 */
export function previewOpening(
  request: OpeningRequest,
  market: OpeningMarket,
  balance: Money | undefined,
): OpeningTerms | Refusal {
  const expectedPrice = parseExpectedPrice(request, market);
  if (isRefusal(expectedPrice)) return expectedPrice;
  const closed = modeRefusal(market.instrument, 'opening');
  if (closed !== undefined) return closed;
  const size = orderSize(request, market.instrument);
  if (isRefusal(size)) return size;
  const fill = openingFill(request, expectedPrice, market);
  if (isRefusal(fill)) return fill;
  const terms = openingTerms(request, size, fill, market);
  if (isRefusal(terms) || balance === undefined) return terms;
  return checkBalance(terms, balance) ?? terms;
}

export function parseExpectedPrice(
  { expectedPrice }: OpeningRequest,
  market: Pick<OpeningMarket, 'instrument' | 'maxPrice'>,
) {
  if (expectedPrice === undefined) return undefined;
  const price = parsePrice(expectedPrice, market.instrument, market.maxPrice);
  return price ?? refuse('invalid_command', priceFault('expectedPrice', expectedPrice, market));
}

export function orderSize(request: OpeningRequest, instrument: Instrument): OrderSize | Refusal {
  const quantity = readQuantity(request.quantity, instrument);
  if (quantity === undefined) return refuse('invalid_quantity', quantityMessage(instrument));
  const { leverage } = request;
  return checkLeverage(leverage, instrument) ?? { quantity, leverage };
}

export function checkLeverage(leverage: number, { maxLeverage }: Instrument): Refusal | undefined {
  if (Number.isInteger(leverage) && leverage >= 1 && leverage <= maxLeverage) return undefined;
  return refuse('invalid_leverage', `leverage must be a whole number from 1 to ${maxLeverage}.`);
}

/** The limits may be others than those that held when an order was placed. */
export function readQuantity(quantity: Amount, instrument: Instrument): number | undefined {
  if (typeof quantity === 'string') return parseQuantity(quantity, instrument);
  return quantity >= instrument.minQuantity && quantity <= instrument.maxQuantity ? quantity : undefined;
}

/** What a request comes to at a quote, whatever its size. */
export type OpeningFill = Pick<
  OpeningTerms,
  'openPrice' | 'takeProfit' | 'stopLoss' | 'trailingDistance' | 'stopKind' | 'slippage'
> & { readonly quote: Quote };

/** Works out at which price a request opens now. @returns the refusal of the first check that fails instead. */
export function openingFill(
  request: OpeningRequest,
  expectedPrice: number | undefined,
  market: OpeningMarket,
): OpeningFill | Refusal {
  const { quote, now } = market;
  if (quote === undefined) return refuse('no_price', 'There is no price for this instrument yet.');
  if (isStale(market, quote, now)) return refuse('stale_price', staleMessage(market, quote, now));

  const { side, maxSlippageBps } = request;
  const openPrice = openingPrice(side, quote);
  const levels = parseOpeningLevels(request, market, quote);
  if (isRefusal(levels)) return levels;
  const slippage = expectedPrice === undefined ? 0 : slippageOf(side, openPrice, expectedPrice);
  if (expectedPrice !== undefined && exceedsSlippage(slippage, expectedPrice, maxSlippageBps))
    return refuse('slippage_exceeded', `The price is worse than expected by more than ${maxSlippageBps} bps.`);
  const { takeProfit, stopLoss, trailingDistance } = levels;
  const stopKind = request.guaranteed === true ? 'guaranteed' : 'plain';
  return { quote, openPrice, slippage, takeProfit, stopLoss, trailingDistance, stopKind };
}

/** Works out the terms. @returns them, or the refusal of the first check that fails. */
export function openingTerms(
  { side }: OpeningRequest,
  { quantity, leverage }: OrderSize,
  { quote, openPrice, takeProfit, stopLoss, trailingDistance, stopKind, slippage }: OpeningFill,
  { instrument }: OpeningMarket,
): OpeningTerms | Refusal {
  const margin = marginFor(openPrice, quantity, leverage, instrument);
  const liquidationPrice = liquidationPriceOf({ side, quantity, openPrice, margin }, instrument);
  if (hasReachedStop(side, closingPrice(side, quote), liquidationPrice))
    return refuse('immediate_liquidation', 'The spread alone would liquidate this position at once.');
  const { guaranteedStopPpm = 0 } = instrument;
  const fee = stopKind === 'plain' ? 0n : guaranteeFee(openPrice, quantity, guaranteedStopPpm, instrument);
  return {
    side,
    quantity,
    leverage,
    openPrice,
    margin,
    takeProfit,
    stopLoss,
    trailingDistance,
    stopKind,
    slippage,
    liquidationPrice,
    fee,
  };
}

/** Checks that the balance covers the margin and what is paid besides. This is the last check of all. */
export function checkBalance({ margin, fee }: OpeningTerms, balance: Money): Refusal | undefined {
  if (margin + fee <= balance) return undefined;
  return refuse(
    'insufficient_balance',
    fee === 0n
      ? `The margin of ${formatDecimal(margin, MONEY_DECIMALS)} is more than the balance.`
      : `The margin and the fee, ${formatDecimal(margin + fee, MONEY_DECIMALS)}, are more than the balance.`,
  );
}

/**
 * Reads and checks the levels. The take-profit has to lie beyond the opening price, so that reaching it is a profit. The
 * stop-loss has to lie beyond the price at which the position would close now, so that it is not reached at once.
 */
function parseOpeningLevels(request: OpeningRequest, market: OpeningMarket, { bid, ask }: Quote) {
  const { side } = request;
  const isBuy = side === 'buy';
  const takeProfit = readLevel('takeProfit', request.takeProfit, market);
  if (isRefusal(takeProfit)) return takeProfit;
  if (takeProfit !== undefined && (isBuy ? takeProfit <= ask : takeProfit >= bid))
    return refuse(
      'invalid_take_profit',
      `A take-profit of a ${side} must be a price ${isBuy ? 'above' : 'below'} the opening price.`,
    );
  const stopLoss = readLevel('stopLoss', request.stopLoss, market);
  if (isRefusal(stopLoss)) return stopLoss;
  if (stopLoss !== undefined && (isBuy ? stopLoss >= bid : stopLoss <= ask))
    return refuse(
      'invalid_stop_loss',
      `A stop-loss of a ${side} must be a price ${isBuy ? 'below the bid' : 'above the ask'}.`,
    );
  if (request.guaranteed === true) {
    const refused = guaranteeRefusal(side, stopLoss, market.instrument, { bid, ask });
    if (refused !== undefined) return refused;
  }
  const trailingDistance = readLevel('trailingDistance', request.trailingDistance, market);
  return isRefusal(trailingDistance) ? trailingDistance : { takeProfit, stopLoss, trailingDistance };
}

/** How much worse than expected the price is, in units. It is negative where the price is better. */
function slippageOf(side: Side, openPrice: number, expectedPrice: number): number {
  return side === 'buy' ? openPrice - expectedPrice : expectedPrice - openPrice;
}

function exceedsSlippage(slippage: number, expectedPrice: number, maxSlippageBps: number | undefined): boolean {
  if (maxSlippageBps === undefined) return false;
  return exceedsBps(slippage, expectedPrice, maxSlippageBps);
}

export function quantityMessage({ minQuantity, maxQuantity, quantityDecimals }: Instrument): string {
  const [least, most] = [minQuantity, maxQuantity].map((quantity) => formatDecimal(quantity, quantityDecimals));
  return `quantity must be from ${least} to ${most} with at most ${quantityDecimals} decimals.`;
}
