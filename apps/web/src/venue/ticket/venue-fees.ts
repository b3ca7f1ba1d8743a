import { parseDecimal } from '@fulcrum/cfd';
import { useQuery } from '@tanstack/react-query';
import { venueCall } from '../api/venue-call.ts';
import { accountAnswer } from '../api/venue-schemas.ts';

/** A user's fees in millionths of what is traded: the highest of all markets. */
export interface VenueFees {
  readonly makerPpm: number;
  readonly takerPpm: number;
}

export function useVenueFees(userId: string | undefined) {
  return useQuery({
    queryKey: ['venue', 'fees', userId],
    queryFn: async ({ signal }): Promise<VenueFees> => {
      const { spotMakerFee, spotTakerFee } = await venueCall({ path: '/account', schema: accountAnswer, signal });
      return { makerPpm: ppmOf(spotMakerFee), takerPpm: ppmOf(spotTakerFee) };
    },
    enabled: userId !== undefined,
    // Nobody is told when they change.
    refetchInterval: 60_000,
  });
}

/** The venue writes hundredths of a percent with two digits. */
function ppmOf(fee: string): number {
  const ppm = parseDecimal(fee, 2);
  if (ppm === undefined) throw new Error(`${fee} is no fee in hundredths of a percent`);
  return ppm;
}
