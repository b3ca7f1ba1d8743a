import type { Limits } from './limits.ts';

/** What this needs of a client's socket. */
export interface HeartbeatSocket {
  ping(): void;
  on(event: 'pong' | 'close', listener: () => void): unknown;
}

/** Pings a client, and tells when no pong came for too long. It ends with the socket. */
export function watchHeartbeat(
  socket: HeartbeatSocket,
  { pingEveryMs, pongWithinMs }: Pick<Limits, 'pingEveryMs' | 'pongWithinMs'>,
  onSilence: () => void,
): void {
  const pinging = setInterval(() => socket.ping(), pingEveryMs);
  const silence = setTimeout(onSilence, pongWithinMs);
  socket.on('pong', () => silence.refresh());
  socket.on('close', () => {
    clearInterval(pinging);
    clearTimeout(silence);
  });
}
