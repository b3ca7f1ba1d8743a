import { answerQuestions } from '../programs/worker.ts';

/**
 * Is loaded into a process before its own program (`node --import`). It measures the most processor time of one turn of
 * the event loop, and the growth of the process's memory. A timer that is due every few milliseconds fires once in each
 * longer turn. So the processor time between two of its calls is one turn. Wall-clock time would include waits for a
 * processor.
 */
export interface Turns {
  readonly longestMs: number;
  readonly grownBytes: number;
}

const PERIOD_MS = 2;
const MEMORY_PERIODS = 10;

let timer: NodeJS.Timeout | undefined;
let used = process.threadCpuUsage();
let longestMs = 0;
let rssBefore = 0;
let rssPeak = 0;
let periods = 0;

function look(): void {
  const now = process.threadCpuUsage();
  longestMs = Math.max(longestMs, (now.user + now.system - used.user - used.system) / 1_000);
  periods += 1;
  if (periods % MEMORY_PERIODS === 0) rssPeak = Math.max(rssPeak, process.memoryUsage.rss());
  used = process.threadCpuUsage();
}

answerQuestions({
  'start-watching': (): void => {
    clearInterval(timer);
    rssBefore = process.memoryUsage.rss();
    rssPeak = rssBefore;
    longestMs = 0;
    used = process.threadCpuUsage();
    timer = setInterval(look, PERIOD_MS);
  },
  'stop-watching': (): Turns => {
    clearInterval(timer);
    return { longestMs, grownBytes: rssPeak - rssBefore };
  },
});
