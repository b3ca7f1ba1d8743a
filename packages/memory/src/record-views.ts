/** The same memory in three ways. Two words make a number or an integer. */
export interface RecordViews {
  readonly words: Uint32Array;
  readonly numbers: Float64Array;
  readonly integers: BigUint64Array;
}

/** Looks at memory that begins at an even word. */
export function viewsOf(memory: ArrayBuffer): RecordViews {
  return { words: new Uint32Array(memory), numbers: new Float64Array(memory), integers: new BigUint64Array(memory) };
}
