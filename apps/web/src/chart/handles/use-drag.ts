import { type PointerEvent, useEffect, useEffectEvent, useRef, useState } from 'react';
import type { Movement } from './held-price.ts';

export interface Drag {
  readonly onStart: () => void;
  readonly onMove: (movement: Movement) => void;
  /** Neither this nor `onCancel` is called when it was never moved up or down. */
  readonly onDrop: () => void;
  /** Escape was pressed, or the pointer was lost. */
  readonly onCancel: () => void;
  /** Always called at the end. */
  readonly onEnd: () => void;
}

/** Lets an element be dragged up and down, by mouse, pen or finger. @returns its state and its event handlers. */
export function useDrag({ onStart, onMove, onDrop, onCancel, onEnd }: Drag) {
  const [isDragged, setIsDragged] = useState(false);
  /** The height of the pointer and of the element's middle, at the moment of the grab. */
  const grip = useRef({ pointerY: 0, middleY: 0, hasMoved: false });

  const end = (how: () => void) => {
    if (!isDragged) return;
    if (grip.current.hasMoved) how();
    setIsDragged(false);
  };
  const start = useEffectEvent(onStart);
  const cancel = useEffectEvent(() => end(onCancel));
  const finish = useEffectEvent(onEnd);

  useEffect(() => {
    if (!isDragged) return;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      cancel();
    };
    start();
    window.addEventListener('keydown', onKeyDown, true);
    return () => {
      window.removeEventListener('keydown', onKeyDown, true);
      finish();
    };
  }, [isDragged]);

  const handlers = {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (!event.isPrimary || event.button !== 0) return;
      const { top, height } = event.currentTarget.getBoundingClientRect();
      event.currentTarget.setPointerCapture(event.pointerId);
      grip.current = { pointerY: event.clientY, middleY: top + height / 2, hasMoved: false };
      setIsDragged(true);
    },
    onPointerMove: ({ clientY }: PointerEvent<HTMLElement>) => {
      const { pointerY, middleY, hasMoved } = grip.current;
      const byPx = clientY - pointerY;
      if (!isDragged || (byPx === 0 && !hasMoved)) return;
      grip.current.hasMoved = true;
      onMove({ byPx, middleY: middleY + byPx });
    },
    onPointerUp: () => end(onDrop),
    onLostPointerCapture: () => end(onCancel),
  };
  return { isDragged, handlers };
}
