import type { Instrument } from '@fulcrum/cfd';
import type { ValuedOrderJson } from '@fulcrum/protocol';
import { useMemo } from 'react';
import { useIsNetting, useOrdersOf } from '../../account/use-account.ts';
import { readPosition } from '../../trading/position.ts';
import type { Netting } from './net-effect.ts';

const NONE: readonly ValuedOrderJson[] = [];

/** What an order in this instrument may close. Where it opens beside what is there, no position is looked at. */
export function useNetting(instrument: Instrument, isReduceOnly: boolean): Netting {
  const isNetting = useIsNetting();
  const orders = useOrdersOf(instrument.asset);
  const looked = isNetting || isReduceOnly ? orders : NONE;
  return useMemo(() => {
    const positions = looked.flatMap((order) => readPosition(order, instrument) ?? []);
    return { isNetting, positions };
  }, [isNetting, looked, instrument]);
}
