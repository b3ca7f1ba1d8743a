import type { Logger } from '@fulcrum/service';
import type { PollerMetrics } from '../poller-metrics.ts';
import type { AssetSourcesOptions } from './asset-sources.ts';

type Metrics = Pick<PollerMetrics, 'countSourceChange' | 'countDeviation'>;

/** Logs and counts the events of the sources. */
export function sourceEvents(
  metrics: Metrics,
  logger: Pick<Logger, 'info' | 'warn'>,
): Pick<AssetSourcesOptions, 'onChanged' | 'onDeviation'> {
  return {
    onChanged: (asset, from, to) => {
      if (from === undefined) return logger.info({ asset, source: to }, 'prices come from this source');
      metrics.countSourceChange(asset, to);
      logger.warn({ asset, from, to }, 'prices come from another source');
    },
    onDeviation: (asset, source, bps) => {
      if (bps === undefined) return logger.info({ asset, source }, 'the sources agree again');
      metrics.countDeviation(asset, source);
      logger.warn({ asset, source, bps }, 'a source differs from the one that is used');
    },
  };
}
