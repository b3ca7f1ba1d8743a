import type { PaneSize } from 'lightweight-charts';
import { columnsOf } from './handle-columns.ts';

interface Handle {
  readonly element: HTMLElement;
  /** In grid units. */
  readonly price: number;
  /** Where it is, so that nothing is done while it stays there. */
  place: string;
}

/** Keeps handles over their lines, however the chart is scaled. */
export class HandlePlaces {
  readonly #heightOf: (price: number) => number | null;
  readonly #pane: () => PaneSize;
  readonly #handles = new Map<string, Handle>();

  constructor(heightOf: (price: number) => number | null, pane: () => PaneSize) {
    this.#heightOf = heightOf;
    this.#pane = pane;
  }

  /** @returns how to let go of it. */
  follow(key: string, element: HTMLElement, price: number): () => void {
    this.#handles.set(key, { element, price, place: '' });
    this.place();
    return () => this.#handles.delete(key);
  }

  place(): void {
    if (this.#handles.size === 0) return;
    const { width, height } = this.#pane();
    const seen: { handle: Handle; y: number }[] = [];
    for (const handle of this.#handles.values()) {
      const y = this.#heightOf(handle.price);
      if (y !== null && y >= 0 && y <= height) seen.push({ handle, y });
      else put(handle, undefined);
    }
    const columns = columnsOf(seen.map(({ y }) => y));
    for (const [index, { handle, y }] of seen.entries()) put(handle, { y, width, column: columns[index] ?? 0 });
  }
}

function put(handle: Handle, at: { y: number; width: number; column: number } | undefined): void {
  const place = at === undefined ? 'hidden' : `${at.y} ${at.width} ${at.column}`;
  if (handle.place === place) return;
  handle.place = place;
  const { style } = handle.element;
  style.visibility = at === undefined ? 'hidden' : 'visible';
  if (at === undefined) return;
  style.transform = `translateY(${at.y}px)`;
  style.width = `${at.width}px`;
  style.setProperty('--column', String(at.column));
}
