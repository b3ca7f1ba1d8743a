import type { Service, ServiceContext } from '@fulcrum/service';
import { AccountFeed } from './accounts/account-feed.ts';
import type { WsConfig } from './config.ts';
import { feedParts } from './feed-parts.ts';
import { defaultLimits, type Limits } from './limits/limits.ts';
import { Market } from './prices/market.ts';
import { ClientServer } from './sockets/client-server.ts';

export interface Feed extends Service {
  /** The port that it listens on. */
  readonly port: number;
}

/** Builds the feed out of its parts, and starts it. */
export async function startFeed(context: ServiceContext<WsConfig>, limits: Limits = defaultLimits): Promise<Feed> {
  const parts = feedParts(context, limits);
  const { connections, commands, db, logger } = parts;
  const market = new Market(parts);
  const accounts = new AccountFeed(parts, market);
  const server = new ClientServer(parts, market, accounts.accounts);
  const port = await server.start();
  logger.info({ port }, 'listening');
  const running = [market.reader.run(), accounts.run(), server.run()].map((work) => work.catch(context.fail));

  return {
    port,
    notReady: () => {
      const reason = connections.notReady();
      if (reason !== undefined) return reason;
      if (!market.reader.isConnected || !accounts.isConnected) return 'Redis is not connected';
      if (!server.sessions.isLoaded) return 'the ended sessions have not been read';
      if (!market.reader.isReading) return 'the latest prices have not been read';
      if (!accounts.reader.isReading) return 'the results of the engine are not being read';
      return market.hasLoaded ? undefined : 'the instruments have not been read';
    },
    stop: async () => {
      await server.stop();
      commands.disconnect();
      connections.close();
      await Promise.all(running);
      await db?.$disconnect();
    },
  };
}
