export { RequestRate } from './limits/request-rate.ts';
export { SenderRate } from './limits/sender-rate.ts';
export type { Sender, SenderLimits } from './limits/senders.ts';
export { Gathering } from './sending/gathering.ts';
export { Outbox, type OutboxEvents, type OutboxLimits, type OutboxSocket } from './sending/outbox.ts';
export {
  type Accepted,
  type Denial,
  type Dismissal,
  type HandshakeRefusal,
  type SocketConnection,
  SocketServer,
  type SocketServerLimits,
  type SocketServerOptions,
} from './socket-server.ts';
