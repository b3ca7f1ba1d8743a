import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks';
import { syncBuiltinESMExports } from 'node:module';
import promises from 'node:timers/promises';

/** Whose code a piece of work is: that of a simulated process, which may be killed, or held still. */
export interface Owner {
  readonly isAlive: boolean;
  readonly isHeld: boolean;
  /** How far its own clock is ahead. */
  readonly clockAheadMs: number;
  /** Takes work that came up while the owner was held. */
  postpone(work: () => void): void;
}

interface Event {
  readonly time: number;
  readonly owner: Owner | undefined;
  readonly work: () => void;
  /** Whether none of the processes' code runs in it, so that nobody has to be waited for behind it. */
  readonly isQuiet: boolean;
  isCancelled: boolean;
}

/** The code that runs now, and everything that it waits for, belongs to this process. */
const owners = new AsyncLocalStorage<Owner | undefined>();

/** Enters the scope of an owner, which costs a fraction of what it costs to make it anew at each step. */
const scopes = new WeakMap<Owner, AsyncResource>();

function runAs(owner: Owner | undefined, work: () => void): void {
  if (owner === undefined) {
    work();
    return;
  }
  let scope = scopes.get(owner);
  if (scope === undefined) {
    scope = owners.run(owner, () => new AsyncResource('simulated process'));
    scopes.set(owner, scope);
  }
  scope.runInAsyncScope(work);
}

/**
 * Resolves when nothing runs any more without an event of the virtual time. Node comes to its own queue of ticks when no
 * promise has anything to do; a turn of the event loop would come later still, and costs as much as most steps do.
 */
export function everybodyWaits(): Promise<void> {
  return new Promise((resolve) => process.nextTick(resolve));
}

/**
 * Time as the simulation makes it: a list of what happens when. Nothing happens between two events, and what happens at
 * the same time happens in the order in which it was asked for. So a run depends on nothing but its seed.
 */
export class VirtualTime {
  /** Milliseconds since 1970. */
  now: number;
  /** The soonest is last. */
  readonly #events: Event[] = [];
  #steps = 0;

  constructor(start: number) {
    this.now = start;
  }

  /** Events that have happened. */
  get steps(): number {
    return this.#steps;
  }

  /** The process whose code runs now. */
  get owner(): Owner | undefined {
    return owners.getStore();
  }

  /** Runs code as that of a process: all that it waits for belongs to it as well. */
  as<Result>(owner: Owner | undefined, work: () => Result): Result {
    return owners.run(owner, work);
  }

  /** Something that happens later, to one process or, without an owner, to the world. */
  after(ms: number, owner: Owner | undefined, work: () => void): Event {
    return this.#add({ time: this.now + Math.max(0, ms), owner, work, isQuiet: false, isCancelled: false });
  }

  /** Something that happens later inside a server, and sets off none of the processes' code before another event does. */
  inside(ms: number, work: () => void): Event {
    return this.#add({ time: this.now + Math.max(0, ms), owner: undefined, work, isQuiet: true, isCancelled: false });
  }

  #add(event: Event): Event {
    let [low, high] = [0, this.#events.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#events[middle]?.time ?? 0) > event.time) low = middle + 1;
      else high = middle;
    }
    this.#events.splice(low, 0, event);
    return event;
  }

  /**
   * Lets one event happen after the other, each to its very end, until a time is reached or `isOver`.
   *
   * @param afterEach is called between events, when everybody waits for something. It is told whether the last one was
   *   inside a server, and no process has done anything.
   */
  async run(until: number, isOver: () => boolean, afterEach: (wasQuiet: boolean) => void): Promise<void> {
    for (let event = this.#events.at(-1); !isOver(); event = this.#events.at(-1)) {
      if (event === undefined || event.time > until) break;
      this.#events.pop();
      if (event.isCancelled || event.owner?.isAlive === false) continue;
      this.now = Math.max(this.now, event.time);
      this.#steps += 1;
      if (event.owner?.isHeld) event.owner.postpone(() => happen(event));
      else runAs(event.owner, event.work);
      if (!event.isQuiet) await everybodyWaits();
      afterEach(event.isQuiet);
    }
    if (!isOver()) this.now = Math.max(this.now, until);
  }
}

/** A timer that was due while its process was held can be cleared by what happens before it, once the process goes on. */
function happen({ work, isCancelled }: Event): void {
  if (!isCancelled) work();
}

/** The time of this thread; undefined where that is the real one. */
let current: VirtualTime | undefined;
let isInstalled = false;

/** Makes the timers and the clock of this thread those of a virtual time, or the real ones again. */
export function useTime(time: VirtualTime | undefined): void {
  if (!isInstalled) install();
  isInstalled = true;
  current = time;
}

function install(): void {
  const real = { setTimeout, clearTimeout, setInterval, clearInterval, setImmediate, now: Date.now };
  const later = (time: VirtualTime, ms: number, work: () => void) => time.after(ms, time.owner, work);
  const replace = (name: string, value: unknown) => Object.assign(globalThis, { [name]: value });

  replace('setTimeout', (work: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) => {
    const time = current;
    return time === undefined ? real.setTimeout(work, ms, ...args) : later(time, ms, () => work(...args));
  });
  replace('setImmediate', (work: (...args: unknown[]) => void, ...args: unknown[]) => {
    const time = current;
    return time === undefined ? real.setImmediate(work, ...args) : later(time, 0, () => work(...args));
  });
  replace('setInterval', (work: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) => {
    const time = current;
    return time === undefined ? real.setInterval(work, ms, ...args) : repeated(time, ms, () => work(...args));
  });
  const clear = (timer: { isCancelled?: boolean } | undefined) => {
    if (timer?.isCancelled !== undefined) timer.isCancelled = true;
    else real.clearTimeout(timer as NodeJS.Timeout);
  };
  for (const name of ['clearTimeout', 'clearInterval', 'clearImmediate']) replace(name, clear);
  Date.now = () => {
    const time = current;
    return time === undefined ? real.now() : time.now + (time.owner?.clockAheadMs ?? 0);
  };
  const realSleep = promises.setTimeout;
  promises.setTimeout = ((ms, value, options) => {
    const time = current;
    return time === undefined ? realSleep(ms, value, options) : sleepIn(time, ms ?? 0, value, options?.signal);
  }) as typeof realSleep;
  // Whoever has imported them by name gets the new ones as well.
  syncBuiltinESMExports();
  const realNow = performance.now.bind(performance);
  performance.now = () => current?.now ?? realNow();
}

/** Happens again and again, until it is cancelled. */
function repeated(time: VirtualTime, ms: number, work: () => void): { isCancelled: boolean } {
  const timer = { isCancelled: false };
  const happen = () => {
    if (timer.isCancelled) return;
    time.after(ms, time.owner, happen);
    work();
  };
  time.after(ms, time.owner, happen);
  return timer;
}

/** Like the promise of Node's own timer: it rejects once the signal is given. */
function sleepIn<Value>(time: VirtualTime, ms: number, value: Value, signal?: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      timer.isCancelled = true;
      reject(new DOMException('The operation was aborted', 'AbortError'));
    };
    const timer = time.after(ms, time.owner, () => {
      signal?.removeEventListener('abort', stop);
      resolve(value);
    });
    if (signal?.aborted) stop();
    else signal?.addEventListener('abort', stop, { once: true });
  });
}
