import type { EngineClientOptions } from '@fulcrum/engine-client';
import type { Logger } from '@fulcrum/service';

type Settled = Required<Pick<EngineClientOptions, 'onSettled' | 'onStrangeReply'>>;

/** Logs what became of each command. */
export function logAnswers(logger: Logger): Settled {
  // The line has ids and Redis's own words alone, and no secret. Looking for one would take longer than the line itself.
  const log = logger.child({}, { redact: [] });
  return {
    onSettled: (answer, { type, requestId, orderId }) => {
      const command = { type, requestId, orderId };
      const level = type.startsWith('get-') ? 'debug' : 'info';
      if (answer.outcome === 'answered') log[level]({ ...command, answer: answer.event.type }, 'answered');
      else log.warn({ ...command, ...answer }, 'not answered');
    },
    onStrangeReply: (requestId) =>
      requestId === undefined
        ? log.warn('what came as an answer makes no sense')
        : log.warn({ requestId }, 'what came as an answer answers another question'),
  };
}
