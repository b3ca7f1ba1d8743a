import { createServer } from 'node:http';
import { freePort } from '@fulcrum/devstack';
import { listen, PortError } from '@fulcrum/service';
import { isLocal, type Settings } from './settings/settings.ts';

/** Where programs look for the local venue, unless somebody says otherwise. */
export const USUAL_VENUE_PORT = 9_080;

/** The ports by which the world reaches a start. */
export interface Ports {
  readonly api: number;
  readonly ws: number;
  /** Of the local venue. */
  readonly exchange: number;
}

/**
 * Finds out whether the ports can be listened on. The venue's own one gives way when nobody has asked for it: whoever
 * trades with the broker alone never needs it.
 *
 * @param usual the venue's, where none is set.
 * @throws PortError when one that was asked for cannot be used.
 */
export async function choosePorts(settings: Settings, usual = USUAL_VENUE_PORT): Promise<Ports> {
  const { apiPort: api, wsPort: ws, venuePort, host } = settings;
  await tryPort('API_PORT', api, host);
  await tryPort('WS_PORT', ws, host);
  if (venuePort === undefined || !isLocal(settings))
    return { api, ws, exchange: await freeUnless(usual, [api, ws], host) };
  await tryPort('EXCHANGE_PORT', venuePort, host);
  return { api, ws, exchange: venuePort };
}

async function freeUnless(usual: number, others: readonly number[], host: string): Promise<number> {
  if (others.includes(usual)) return freePort();
  try {
    await tryPort('EXCHANGE_PORT', usual, host);
    return usual;
  } catch (error) {
    if (error instanceof PortError) return freePort();
    throw error;
  }
}

async function tryPort(name: string, port: number, host: string): Promise<void> {
  const server = createServer();
  await listen(server, { port, host, settings: { port: name, host: 'HOST' }, onError: () => {} });
  await new Promise((resolve) => server.close(resolve));
}
