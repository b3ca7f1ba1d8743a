import { unavailable } from '@fulcrum/http';
import type { RequestHandler } from 'express';
import type { ApiMetrics } from '../api-metrics.ts';

/**
 * What a route may need besides PostgreSQL: that commands reach the engine, that log time can be trusted to open an
 * order, and that ended sessions and instruments are known. A route that needs none of these goes on whatever is away.
 */
export type Need = 'engine' | 'clock' | 'sessions' | 'instruments';

/** For each need what keeps it from being met at the moment; undefined when nothing does. */
export type Lacks = Readonly<Record<Need, () => string | undefined>>;

/** Answers with 503 while a need of a route is not met. Who is not signed in needs no knowledge of ended sessions. */
export function requireNeeds(needs: readonly Need[], lacks: Lacks, metrics: ApiMetrics): RequestHandler {
  return (_request, response, next) => {
    for (const need of needs) {
      const reason = need === 'sessions' && response.locals.session === undefined ? undefined : lacks[need]();
      if (reason === undefined) continue;
      metrics.refused('not_ready');
      throw unavailable(`Not ready: ${reason}`);
    }
    next();
  };
}
