import type { Both, SettingsPreview } from '../previews.ts';

/** What somebody should know before they ask for new settings. */
export function settingsWarnings({ isHalting, touches, quote }: SettingsPreview): string[] {
  const { aboveMaxLeverage, outsideQuantities } = touches;
  return [
    ...(isHalting ? ['This only halts the instrument: “Halt” does so at once, by one person.'] : []),
    ...(countOf(aboveMaxLeverage) > 0
      ? [`${bothText(aboveMaxLeverage)} have more leverage: they stay as they are.`]
      : []),
    ...(countOf(outsideQuantities) > 0
      ? [`${bothText(outsideQuantities)} have another quantity: they stay, and what of them closes in part has to fit.`]
      : []),
    ...(quote?.wouldBeStale && !quote.isStale
      ? ['The last price would be too old: nobody could open or close until the next one.']
      : []),
    ...(quote?.wouldBeWide ? ['The last spread is wider than this: ticks like it would be held.'] : []),
  ];
}

export function bothText({ positions, pendingOrders }: Both): string {
  return `${positions} ${positions === 1 ? 'position' : 'positions'} and ${pendingOrders} ${
    pendingOrders === 1 ? 'order that waits' : 'orders that wait'
  }`;
}

function countOf({ positions, pendingOrders }: Both): number {
  return positions + pendingOrders;
}
