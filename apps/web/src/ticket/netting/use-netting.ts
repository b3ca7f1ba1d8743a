import type { Instrument } from '@fulcrum/cfd';
import { useMemo } from 'react';
import { useIsNetting, useOrdersOf } from '../../account/use-account.ts';
import { readPosition } from '../../trading/position.ts';
import type { Netting } from './net-effect.ts';

/** What an order in this instrument may close. Where it opens beside what is there, no position is looked at. */
export function useNetting(instrument: Instrument, isReduceOnly: boolean): Netting {
  const isNetting = useIsNetting();
  const orders = useOrdersOf(isNetting || isReduceOnly ? instrument.asset : undefined);
  return useMemo(() => {
    const positions = orders.flatMap((order) => readPosition(order, instrument) ?? []);
    return { isNetting, positions };
  }, [isNetting, orders, instrument]);
}
