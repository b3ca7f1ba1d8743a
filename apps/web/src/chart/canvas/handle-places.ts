import type { PaneSize } from 'lightweight-charts';
import { columnsOf } from './handle-columns.ts';

/**
 * How far from the chart's edges, in pixels, the handles of levels stand that are beyond it: clear of what is written
 * there.
 */
export interface Edges {
  readonly above: number;
  readonly below: number;
}

/** Where a level is that the chart does not reach to. */
export type Beyond = 'above' | 'below';

export interface HandleOptions {
  readonly element: HTMLElement;
  /** In grid units. */
  readonly price: number;
  /** Whether it is seen only while its level is not. */
  readonly isSign?: boolean;
}

interface Handle extends HandleOptions {
  /** Where it is, so that nothing is done while it stays there. */
  place: string;
}

interface Place {
  readonly y: number;
  readonly beyond: Beyond | undefined;
  readonly left: number;
}

/** Left of the first column, and how wide each is where there is room. */
const MARGIN_PX = 8;
const COLUMN_PX = 150;

/** What stands at an edge by the chart's own reckoning may be off by a fraction. */
const SLACK_PX = 1;

/**
 * Keeps handles over their lines, however the chart is scaled; at its edge where a line is beyond it. Those for which an
 * edge has no room are counted, so that somebody can say so.
 */
export class HandlePlaces {
  readonly #heightOf: (price: number) => number | null;
  readonly #pane: () => PaneSize;
  readonly #handles = new Map<string, Handle>();
  readonly #listeners = new Set<() => void>();
  #edges: Edges = { above: 38, below: 38 };
  #crowdedOut = 0;

  constructor(heightOf: (price: number) => number | null, pane: () => PaneSize) {
    this.#heightOf = heightOf;
    this.#pane = pane;
  }

  /** @returns how to let go of it. */
  follow(key: string, options: HandleOptions): () => void {
    this.#handles.set(key, { ...options, place: '' });
    this.place();
    return () => this.#handles.delete(key);
  }

  get edges(): Edges {
    return this.#edges;
  }

  setEdges(edges: Edges): void {
    this.#edges = edges;
    this.place();
  }

  /** How many are beyond an edge at which there is no room for them. */
  readonly crowdedOut = (): number => this.#crowdedOut;

  /** @param onChange is called when another number of them has no room. @returns how to stop it. */
  readonly subscribe = (onChange: () => void): (() => void) => {
    this.#listeners.add(onChange);
    return () => this.#listeners.delete(onChange);
  };

  place(): void {
    const { width, height } = this.#pane();
    const placed = [...this.#handles.values()].map((handle) => ({ handle, ...this.#look(handle, height) }));
    // Of those beyond an edge the nearest are the first that get a place.
    const seen = placed.filter(({ y }) => y !== undefined).sort((one, other) => one.away - other.away);
    const columns = columnsOf(seen.map(({ y }) => y ?? 0));
    const room = Math.max(1, Math.floor((width - MARGIN_PX) / COLUMN_PX));
    // Each line inside the chart has its handle: where there are too many side by side, they overlap like cards.
    const last = Math.max(0, ...columns.filter((_, index) => seen[index]?.beyond === undefined));
    const step = last < room ? COLUMN_PX : Math.max(0, (width - MARGIN_PX - COLUMN_PX) / last);
    let crowdedOut = 0;
    for (const { handle, y } of placed) if (y === undefined) put(handle, undefined, width);
    for (const [index, { handle, y = 0, beyond }] of seen.entries()) {
      const column = columns[index] ?? 0;
      const hasRoom = beyond === undefined || column < room;
      if (!hasRoom) crowdedOut += 1;
      put(handle, hasRoom ? { y, beyond, left: Math.round(MARGIN_PX + column * step) } : undefined, width);
    }
    this.#tell(crowdedOut);
  }

  #tell(crowdedOut: number): void {
    if (crowdedOut === this.#crowdedOut) return;
    this.#crowdedOut = crowdedOut;
    for (const onChange of this.#listeners) onChange();
  }

  #look({ price, isSign = false }: Handle, height: number) {
    const y = this.#heightOf(price);
    if (y === null) return { y: undefined, beyond: undefined, away: 0 };
    const { above, below } = this.#edges;
    // A handle never covers what is written at an edge, even if its line runs through that. A sign stands only for a line
    // outside of the chart.
    const [top, bottom] = isSign ? [0, height] : [above - SLACK_PX, height - below + SLACK_PX];
    const beyond: Beyond | undefined = y < top ? 'above' : y > bottom ? 'below' : undefined;
    if (beyond === undefined) return { y: isSign ? undefined : y, beyond, away: 0 };
    return {
      y: beyond === 'above' ? above : height - below,
      beyond,
      away: Math.max(-y, y - height),
    };
  }
}

function put(handle: Handle, at: Place | undefined, width: number): void {
  const place = at === undefined ? 'hidden' : `${at.y} ${width} ${at.left} ${at.beyond}`;
  if (handle.place === place) return;
  handle.place = place;
  const { style, dataset } = handle.element;
  style.visibility = at === undefined ? 'hidden' : 'visible';
  if (at === undefined) return;
  style.transform = `translateY(${at.y}px)`;
  style.width = `${width}px`;
  style.setProperty('--left', `${at.left}px`);
  if (at.beyond === undefined) delete dataset.beyond;
  else dataset.beyond = at.beyond;
}
