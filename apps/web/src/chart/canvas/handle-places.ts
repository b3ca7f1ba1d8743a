import type { PaneSize } from 'lightweight-charts';
import { TagPlaces } from './tag-places.ts';

/**
 * The distances from the chart's edges, in pixels, at which handles of levels beyond the chart stand. They keep clear
 * of the writing there.
 */
export interface Edges {
  readonly above: number;
  readonly below: number;
}

/** On which side of the chart a level lies that is not in sight. */
export type Beyond = 'above' | 'below';

export interface HandleOptions {
  readonly element: HTMLElement;
  /** In grid units. */
  readonly price: number;
  /** Whether it is shown only while its level is out of sight. */
  readonly isSign?: boolean;
}

interface Handle extends HandleOptions {
  /** Its present place as text. Nothing is written to the page while it stays the same. */
  place: string;
}

interface Place {
  readonly y: number;
  readonly beyond: Beyond | undefined;
  /** Of its tag: from the left, and below the line, in pixels. */
  readonly left: number;
  readonly shift: number;
  /** Where the line begins to be free of tags, in pixels from the left. It is taken hold of from there on. */
  readonly free: number;
}

/** The margin left of the first column, and the width of a column. */
const MARGIN_PX = 8;
const COLUMN_PX = 150;

/** The chart's own rounding may move a line at an edge by a fraction of a pixel. */
const SLACK_PX = 1;

/**
 * Keeps each handle over its line while the chart is scaled. Where lines are close together, tags stand beside each other, or
 * above and below, so that none covers another. A handle whose line is out of sight stands at the chart's edge. Handles for
 * which an edge has no room are hidden and counted.
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

  /** Keeps a handle in its place. @returns a function that stops it. */
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

  /** The number of handles that are hidden because an edge has no room for them. */
  readonly crowdedOut = (): number => this.#crowdedOut;

  /** @param onChange is called when the number of hidden handles changes. @returns a function that stops it. */
  readonly subscribe = (onChange: () => void): (() => void) => {
    this.#listeners.add(onChange);
    return () => this.#listeners.delete(onChange);
  };

  place(): void {
    const { width, height } = this.#pane();
    const placed = [...this.#handles.values()].map((handle) => ({ handle, ...this.#look(handle, height) }));
    for (const { handle, y } of placed) if (y === undefined) put(handle, undefined, width);
    const seen = placed.flatMap(({ y, ...each }) => (y === undefined ? [] : [{ ...each, y }]));
    const { above, below } = this.#edges;
    const columns = Math.max(1, Math.floor((width - MARGIN_PX) / COLUMN_PX));
    const places = new TagPlaces({ columns, top: above, bottom: height - below });
    // From above, so that tags keep the order of their lines. Those of equal height keep their own. Every line in sight has its
    // tag, also where the whole chart is full of them.
    const inSight = seen.filter(({ beyond }) => beyond === undefined).sort((one, other) => one.y - other.y);
    const tags = inSight.map((each) => ({ ...each, at: places.takeNear(each.y) ?? { column: 0, y: each.y } }));
    // Beyond an edge the handles of the nearest levels get a place first.
    const atEdges = seen.filter(({ beyond }) => beyond !== undefined).sort((one, other) => one.away - other.away);
    const edgeTags = atEdges.map((each) => ({ ...each, at: places.takeAt(each.y) }));
    for (const { handle, y, beyond, at } of [...tags, ...edgeTags]) {
      const leftOf = (column: number) => MARGIN_PX + column * COLUMN_PX;
      const tag = at && { left: leftOf(at.column), shift: Math.round(at.y - y), free: leftOf(places.columnsAt(y)) };
      put(handle, tag && { y, beyond, ...tag }, width);
    }
    this.#tell(edgeTags.filter(({ at }) => at === undefined).length);
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
    // A handle never covers the writing at an edge, even if its line runs through it. A sign is shown only for a line
    // out of sight.
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
  const place = at === undefined ? 'hidden' : `${at.y} ${width} ${at.left} ${at.shift} ${at.free} ${at.beyond}`;
  if (handle.place === place) return;
  handle.place = place;
  const { style, dataset } = handle.element;
  style.visibility = at === undefined ? 'hidden' : 'visible';
  if (at === undefined) return;
  style.transform = `translateY(${at.y}px)`;
  style.width = `${width}px`;
  style.setProperty('--free', `${at.free}px`);
  style.setProperty('--shift', `${at.shift}px`);
  style.setProperty('--left', `${at.left}px`);
  if (at.shift === 0) delete dataset.shifted;
  else dataset.shifted = '';
  if (at.beyond === undefined) delete dataset.beyond;
  else dataset.beyond = at.beyond;
}
