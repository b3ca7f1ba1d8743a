export { Backoff } from './backoff.ts';
export { ConfigError, commonConfig, readConfig, setting } from './config.ts';
export { listen, PortError } from './health-server.ts';
export { createLogger, type Logger } from './logger.ts';
export { Counter, createMetrics, Gauge, Histogram, Registry } from './metrics.ts';
export { OperatorError } from './operator-error.ts';
export { limitPeers, type PeerLimit } from './peer-limit.ts';
export { runService, type Service, type ServiceContext } from './run-service.ts';
export { Tally } from './tally.ts';
