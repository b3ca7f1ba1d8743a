/** Tags closer together than this, in pixels, would overlap. */
export const TAG_HEIGHT = 22;

/** Where a tag stands: its column from the left, and the height of its middle in pixels. */
export interface TagPlace {
  readonly column: number;
  readonly y: number;
}

/** The columns there are, and the heights between which tags may stand. */
export interface TagRoom {
  readonly columns: number;
  readonly top: number;
  readonly bottom: number;
}

/** Finds places for tags so that none covers another. */
export class TagPlaces {
  readonly #room: TagRoom;
  /** The heights that are taken, by column. */
  readonly #taken: readonly number[][];

  constructor(room: TagRoom) {
    this.#room = room;
    this.#taken = Array.from({ length: room.columns }, () => []);
  }

  /** Takes a place at this height. @returns undefined where no column has it free. */
  takeAt(y: number): TagPlace | undefined {
    const column = this.#taken.findIndex((taken) => isFree(y, taken));
    return column < 0 ? undefined : this.#take({ column, y });
  }

  /** Takes the free place nearest to this height. @returns undefined where there is none left. */
  takeNear(y: number): TagPlace | undefined {
    const free = this.#taken.flatMap((taken, column) =>
      this.#heightsNear(y, taken).map((height): TagPlace => ({ column, y: height })),
    );
    const nearest = free.sort(
      (one, other) => Math.abs(one.y - y) - Math.abs(other.y - y) || one.column - other.column,
    )[0];
    return nearest && this.#take(nearest);
  }

  /** How many columns are in the way of a line at this height: it is free of tags right of them. */
  columnsAt(y: number): number {
    const isInTheWay = (tag: number) => Math.abs(tag - y) < TAG_HEIGHT;
    return this.#taken.findLastIndex((taken) => taken.some(isInTheWay)) + 1;
  }

  /** The height itself, and those right above and below each tag of a column, as far as they are free. */
  #heightsNear(y: number, taken: readonly number[]): number[] {
    const { top, bottom } = this.#room;
    return [y, ...taken.flatMap((other) => [other - TAG_HEIGHT, other + TAG_HEIGHT])]
      .filter((height) => height === y || (height >= top && height <= bottom))
      .filter((height) => isFree(height, taken));
  }

  #take(place: TagPlace): TagPlace {
    this.#taken[place.column]?.push(place.y);
    return place;
  }
}

function isFree(y: number, taken: readonly number[]): boolean {
  return taken.every((other) => Math.abs(other - y) >= TAG_HEIGHT);
}
