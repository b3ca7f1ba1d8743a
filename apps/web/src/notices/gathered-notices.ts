import { type Notice, notify } from './notices.ts';

/** More than a few events of one kind within this time make one notice. */
const GATHER_MS = 200;
export const FEW = 3;

/** Notices of what may happen to hundreds of orders at once, of which nobody can read as many notices. */
export class GatheredNotices<Event> {
  readonly #toNotices: (events: readonly Event[]) => readonly Notice[];
  #gathered: Event[] = [];

  constructor(toNotices: (events: readonly Event[]) => readonly Notice[]) {
    this.#toNotices = toNotices;
  }

  add(event: Event): void {
    this.#gathered.push(event);
    if (this.#gathered.length === 1) setTimeout(() => this.#tell(), GATHER_MS);
  }

  #tell(): void {
    const gathered = this.#gathered;
    this.#gathered = [];
    for (const notice of this.#toNotices(gathered)) notify(notice);
  }
}
