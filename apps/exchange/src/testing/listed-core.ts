import { fileURLToPath } from 'node:url';
import { Core, readCommand } from '@fulcrum/matching';
import { listingCommands } from '../listing/apply-listing.ts';
import { Listing } from '../listing/listing.ts';

const FILE = fileURLToPath(new URL('../../../../config/venue.json', import.meta.url));

/** A matching core with the assets and markets that a venue begins with. */
export function listedCore(): Core {
  const core = Core.empty();
  for (const { type, data } of listingCommands(Listing.read(FILE), core.reads))
    core.apply(readCommand(type, JSON.stringify(data)), 1);
  return core;
}
