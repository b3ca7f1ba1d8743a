/** What the style sheets make room by. */
const HEIGHT = '--notices-height';

/** Between the notices and what they must not cover. */
const GAP_PX = 8;

/**
 * Tells the style sheets how high the notices are, so that nothing ends below them; and where they would cover what has
 * the focus, such as the button that was just pressed, or the position in whose row it is, moves the page up by as much.
 *
 * @param viewport the element that holds the notices. @returns how to stop it.
 */
export function roomForNotices(viewport: HTMLElement | null): (() => void) | undefined {
  if (viewport === null) return undefined;
  const onChange = () => {
    const { height } = viewport.getBoundingClientRect();
    document.documentElement.style.setProperty(HEIGHT, `${height === 0 ? 0 : height + 2 * GAP_PX}px`);
    if (height > 0) uncoverFocus(viewport);
  };
  const resized = new ResizeObserver(onChange);
  resized.observe(viewport);
  // On a phone a notice takes the place of another one, which may be as high.
  const replaced = new MutationObserver(onChange);
  replaced.observe(viewport, { childList: true });
  return () => {
    resized.disconnect();
    replaced.disconnect();
  };
}

function uncoverFocus(viewport: HTMLElement): void {
  const focused = document.activeElement;
  if (focused === null || focused === document.body || viewport.contains(focused)) return;
  // Why a level was refused stands in its row.
  const shown = focused.closest('[data-order-id]') ?? focused;
  const [box, over] = [shown.getBoundingClientRect(), viewport.getBoundingClientRect()];
  const isCovered = box.left < over.right && box.right > over.left && box.top < over.bottom && box.bottom > over.top;
  if (isCovered) window.scrollBy(0, box.bottom - over.top + GAP_PX);
}
