import { Loaded } from '../../blocks/Loaded.tsx';
import { CheckParts } from '../../identity/check/CheckParts.tsx';
import { useCheck } from '../../identity/identity.ts';
import type { OfClient } from '../client.ts';

/** What a client sent of who they are. */
export function IdentityTab({ overview }: OfClient) {
  return <Loaded of={useCheck(overview.client.userId)}>{(check) => <CheckParts latest={check} />}</Loaded>;
}
