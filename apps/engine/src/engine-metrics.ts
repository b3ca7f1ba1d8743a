import { commandSchemas } from '@fulcrum/protocol';
import { ReplicaMetrics, type ReplicaMetricsOptions } from '@fulcrum/replica';
import type { Registry } from '@fulcrum/service';

/** The engine's figures for Prometheus. */
export function engineMetrics(registry: Registry, current: ReplicaMetricsOptions['current']): ReplicaMetrics {
  return new ReplicaMetrics({
    registry,
    name: 'engine',
    log: 'engine-stream',
    types: Object.keys(commandSchemas),
    current,
  });
}
