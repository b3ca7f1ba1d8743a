import { monitorEventLoopDelay } from 'node:perf_hooks';
import { answerQuestions } from '../../programs/worker.ts';

/**
 * Is loaded into a process before its own program (`node --import`). It measures how long the event loop stands still,
 * by a timer of one millisecond that runs no JavaScript, and answers the bench's questions.
 */
export interface Pauses {
  readonly longestMs: number;
  readonly p99Ms: number;
  readonly samples: number;
  readonly rssBytes: number;
}

const delays = monitorEventLoopDelay({ resolution: 1 });

answerQuestions({
  'start-watching': (): void => {
    delays.enable();
    delays.reset();
  },
  'stop-watching': (): Pauses => {
    delays.disable();
    const { max, count } = delays;
    const p99Ms = delays.percentile(99) / 1e6;
    return { longestMs: max / 1e6, p99Ms, samples: count, rssBytes: process.memoryUsage.rss() };
  },
});
