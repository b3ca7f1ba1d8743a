/**
 * Gathers work: however often it is asked for, it is done once, before the next frame is drawn. A hidden page draws none.
 *
 * @returns a function that asks for it.
 */
export function onceAFrame(work: () => void): () => void {
  let isDue = false;
  return () => {
    if (isDue) return;
    isDue = true;
    requestAnimationFrame(() => {
      isDue = false;
      work();
    });
  };
}
