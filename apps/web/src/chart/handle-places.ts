import type { PaneSize } from 'lightweight-charts';
import { columnsOf } from './handle-columns.ts';

/** How far from the chart's edge, in pixels, the handle of a level stands that is beyond it: clear of what is written there. */
export const EDGE_PX = 38;

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
  readonly column: number;
}

/** The width of a column, as in the style sheet. */
const COLUMN_PX = 150;

/** Keeps handles over their lines, however the chart is scaled; at its edge where a line is beyond it. */
export class HandlePlaces {
  readonly #heightOf: (price: number) => number | null;
  readonly #pane: () => PaneSize;
  readonly #handles = new Map<string, Handle>();

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

  place(): void {
    if (this.#handles.size === 0) return;
    const { width, height } = this.#pane();
    const placed = [...this.#handles.values()].map((handle) => ({ handle, ...this.#look(handle, height) }));
    // Of those beyond an edge the nearest are the first that get a place.
    const seen = placed.filter(({ y }) => y !== undefined).sort((one, other) => one.away - other.away);
    const columns = columnsOf(seen.map(({ y }) => y ?? 0));
    const room = Math.max(1, Math.floor((width - 8) / COLUMN_PX));
    for (const { handle, y } of placed) if (y === undefined) put(handle, undefined, width);
    for (const [index, { handle, y = 0, beyond }] of seen.entries()) {
      const column = columns[index] ?? 0;
      put(handle, beyond !== undefined && column >= room ? undefined : { y, beyond, column }, width);
    }
  }

  #look({ price, isSign = false }: Handle, height: number) {
    const y = this.#heightOf(price);
    if (y === null) return { y: undefined, beyond: undefined, away: 0 };
    const beyond: Beyond | undefined = y < 0 ? 'above' : y > height ? 'below' : undefined;
    if (beyond === undefined) return { y: isSign ? undefined : y, beyond, away: 0 };
    return { y: beyond === 'above' ? EDGE_PX : height - EDGE_PX, beyond, away: Math.max(-y, y - height) };
  }
}

function put(handle: Handle, at: Place | undefined, width: number): void {
  const place = at === undefined ? 'hidden' : `${at.y} ${width} ${at.column} ${at.beyond}`;
  if (handle.place === place) return;
  handle.place = place;
  const { style, dataset } = handle.element;
  style.visibility = at === undefined ? 'hidden' : 'visible';
  if (at === undefined) return;
  style.transform = `translateY(${at.y}px)`;
  style.width = `${width}px`;
  style.setProperty('--column', String(at.column));
  if (at.beyond === undefined) delete dataset.beyond;
  else dataset.beyond = at.beyond;
}
