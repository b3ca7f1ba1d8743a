import type { SetAsset } from '../../messages/commands.ts';
import type { AssetSet } from '../../messages/events.ts';
import { type Refusal, refuse } from '../../messages/rejections.ts';
import type { State } from '../../state/state.ts';

/** Adds an asset. One that is there already stays as it is: its decimals never change. */
export function setAsset(state: State, { requestId, asset, decimals }: SetAsset): AssetSet | Refusal {
  const known = state.assets.find(asset);
  if (known !== undefined && known.decimals !== decimals)
    return refuse('INVALID_ASSET', `${asset} has ${known.decimals} decimals, which never change.`);
  if (known === undefined && state.assets.isFull) return refuse('PRECONDITION_FAILED', 'There are no more assets.');
  if (known === undefined) state.addAsset(asset, decimals);
  return { type: 'asset-set', requestId, asset, decimals };
}
