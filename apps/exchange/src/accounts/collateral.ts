import { formatDecimal } from '@fulcrum/log';
import type { MarketFigures, Reads } from '@fulcrum/matching';

type Balance = NonNullable<ReturnType<Reads['balances']>>[number];

/** An amount in the quote asset of the markets. */
interface Worth {
  readonly price: string;
  readonly free: bigint;
  readonly locked: bigint;
}

/**
 * What an account has, as Backpack tells what it could borrow against. Nothing is lent, borrowed or held on margin here: all
 * of it counts in full, and what orders lock is locked.
 *
 * @param markets that have the same quote asset, in which all is told. An asset without a last price is worth nothing.
 */
export function collateralOf(balances: readonly Balance[], markets: readonly MarketFigures[]): object {
  const [{ settings } = { settings: undefined }] = markets;
  const decimals = settings?.quoteDecimals ?? 0;
  const worths = balances.map((balance) => [balance, worthOf(balance, markets)] as const);
  const sum = (of: (worth: Worth) => bigint) =>
    formatDecimal(
      worths.reduce((total, [, worth]) => total + of(worth), 0n),
      decimals,
    );
  const all = sum(({ free, locked }) => free + locked);
  return {
    ...{ assetsValue: all, borrowLiability: '0', imf: '1', mmf: '0', marginFraction: null, unsettledEquity: '0' },
    ...{ liabilitiesValue: '0', netEquity: all, netExposureFutures: '0', pnlUnrealized: '0' },
    netEquityAvailable: sum(({ free }) => free),
    netEquityLocked: sum(({ locked }) => locked),
    collateral: worths.map(([[asset, available, locked], worth]) => {
      const value = formatDecimal(worth.free + worth.locked, decimals);
      return {
        ...{ symbol: asset.asset, assetMarkPrice: worth.price, collateralWeight: '1', lendQuantity: '0' },
        ...{ totalQuantity: formatDecimal(available + locked, asset.decimals), balanceNotional: value },
        ...{ collateralValue: value, openOrderQuantity: formatDecimal(locked, asset.decimals) },
        availableQuantity: formatDecimal(available, asset.decimals),
      };
    }),
  };
}

function worthOf([{ asset, decimals }, free, locked]: Balance, markets: readonly MarketFigures[]): Worth {
  if (markets.some(({ settings }) => settings.quote === asset))
    return { price: '1', free: BigInt(free), locked: BigInt(locked) };
  const market = markets.find(({ settings }) => settings.base === asset);
  const price = market?.lastPrice ?? 0;
  const { priceDecimals = 0, quoteDecimals = 0 } = market?.settings ?? {};
  // An amount of 10^decimals units is worth 10^(quoteDecimals - priceDecimals) units of the quote asset for each of the price.
  const scaled = (units: number) =>
    (BigInt(units) * BigInt(price) * 10n ** BigInt(quoteDecimals)) / 10n ** BigInt(decimals + priceDecimals);
  return { price: formatDecimal(price, priceDecimals), free: scaled(free), locked: scaled(locked) };
}
