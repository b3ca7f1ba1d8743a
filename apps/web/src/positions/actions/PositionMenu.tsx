import { Menu } from '@base-ui/react/menu';
import { formatDecimal, type Instrument, parseDecimal } from '@fulcrum/cfd';
import type { ValuedOrderJson } from '@fulcrum/protocol';
import { lazy, Suspense, useRef, useState } from 'react';
import { useIsOnline } from '../../api/online.ts';
import { assetText, grouped, quantityText, sideText } from '../../numbers/amounts.ts';
import { closePart } from '../../trading/orders.ts';
import { useAction } from '../../trading/use-action.ts';
import { Button } from '../../ui/Button.tsx';
import { LoadFailure } from '../../ui/loading/LoadFailure.tsx';
import menuStyles from '../../ui/Menu.module.css';
import type { ActionKind } from './action-kinds.ts';
import { PERCENTS, percentOf } from './part-to-close.ts';

/** Is loaded when somebody asks for one of the actions. */
const ActionDialog = lazy(() => import('./ActionDialog.tsx'));

export interface PositionMenuProps {
  readonly order: ValuedOrderJson;
  readonly instrument: Instrument;
}

/** What can be done with a position besides closing it. */
export function PositionMenu({ order, instrument }: PositionMenuProps) {
  const isOnline = useIsOnline();
  const [action, setAction] = useState<ActionKind>();
  const trigger = useRef<HTMLButtonElement>(null);
  const { orderId, asset, side, quantity } = order;
  const open = parseDecimal(quantity, instrument.quantityDecimals) ?? 0;
  const closing = useAction('Not closed', (part: number) =>
    closePart(orderId, { quantity: formatDecimal(part, instrument.quantityDecimals), openQuantity: quantity }),
  );
  const item = (text: string, onClick: () => void, isPossible = true) => (
    <Menu.Item key={text} className={menuStyles.item} disabled={!isPossible || !isOnline} onClick={onClick}>
      {text}
    </Menu.Item>
  );
  return (
    <>
      <Menu.Root>
        <Menu.Trigger
          ref={trigger}
          render={<Button isSmall aria-label={`More for ${sideText(side)} ${grouped(quantity)} ${assetText(asset)}`} />}
        >
          ⋯
        </Menu.Trigger>
        <Menu.Portal>
          <Menu.Positioner className={menuStyles.positioner} sideOffset={4} align="end">
            <Menu.Popup className={menuStyles.menu}>
              {PERCENTS.map((percent) => {
                const part = percentOf(open, percent, instrument);
                const size = part === undefined ? '' : `: ${quantityText(part, instrument)}`;
                return item(`Close ${percent} %${size}`, () => closing.mutate(part ?? 0), part !== undefined);
              })}
              {item('Close a part …', () => setAction('part'))}
              {item('Reverse …', () => setAction('reverse'))}
              {item('Trailing stop …', () => setAction('trail'), order.guaranteed !== true)}
              {item(`Close all ${assetText(asset)} …`, () => setAction('closeAll'))}
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
      {action !== undefined && (
        <LoadFailure>
          <Suspense>
            <ActionDialog
              kind={action}
              order={order}
              instrument={instrument}
              onClose={() => setAction(undefined)}
              focusAfter={trigger}
            />
          </Suspense>
        </LoadFailure>
      )}
    </>
  );
}
