export { Gathering } from './gathering.ts';
export { Outbox, type OutboxEvents, type OutboxLimits, type OutboxSocket } from './outbox.ts';
export { RequestRate } from './request-rate.ts';
export { SenderRate } from './sender-rate.ts';
export type { Sender, SenderLimits } from './senders.ts';
export {
  type Accepted,
  type Dismissal,
  type HandshakeRefusal,
  type SocketConnection,
  SocketServer,
  type SocketServerLimits,
  type SocketServerOptions,
} from './socket-server.ts';
