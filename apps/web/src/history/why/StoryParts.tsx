import { CopyableCommand } from './CopyableCommand.tsx';
import { OrderStory } from './OrderStory.tsx';
import { Part } from './Part.tsx';

/** What happened to an order, and how that is seen in the log itself. */
export function StoryParts({ orderId }: { readonly orderId: string }) {
  return (
    <>
      <Part title="What happened to it">
        <OrderStory orderId={orderId} />
      </Part>
      <Part title="See for yourself">
        <p>
          This runs the log through the same rules once more, and prints what happened to the order, to the last digit:
        </p>
        <CopyableCommand text={`npm run -s journal | npm run -s replay -- - --order ${orderId}`} />
      </Part>
    </>
  );
}
