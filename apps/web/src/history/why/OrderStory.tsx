import { exactTime } from '../../clock/times.ts';
import { inWords, useOrderEvents } from './order-events.ts';
import styles from './WhyDialog.module.css';

/** All that happened to an order, with the entry of the log that led to each event. */
export function OrderStory({ orderId }: { readonly orderId: string }) {
  const { data, error } = useOrderEvents(orderId);
  if (data === undefined) return <p className="muted">{error === null ? 'Loading …' : error.message}</p>;
  return (
    <>
      {!data.isWhole && (
        <p className="muted">
          This order is older than the record of openings and changes, or than that is kept: its beginning is missing
          here. The replay below has it.
        </p>
      )}
      <ol className={styles.story} aria-label="What happened to the order">
        {data.events.map((event) => (
          <li key={event.id}>
            <span>{inWords(event)}</span>
            <span className="muted">{exactTime(event.time)}</span>
            <code>{event.cause}</code>
          </li>
        ))}
      </ol>
    </>
  );
}
