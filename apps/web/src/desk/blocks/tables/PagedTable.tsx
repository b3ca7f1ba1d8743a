import { Button } from '../../../ui/Button.tsx';
import { Message } from '../../../ui/Message.tsx';
import { DataTable, type DataTableProps } from './DataTable.tsx';
import styles from './PagedTable.module.css';
import type { PagedList } from './use-pages.ts';

export interface PagedTableProps<Row> extends Omit<DataTableProps<Row>, 'rows'> {
  readonly list: PagedList<Row>;
}

/** A list of the desk as a table, with a button for the next page. */
export function PagedTable<Row>({ list, ...table }: PagedTableProps<Row>) {
  const { rows, hasMore, isAskingMore, isOld, error, askMore, askAgain } = list;
  if (rows === undefined)
    return error === null ? <Message text="Loading …" /> : <Message text={error.message} onRetry={askAgain} />;
  return (
    <div className={styles.list} aria-busy={isOld} data-fills>
      {error !== null && (
        <p className={styles.fault} role="alert">
          {error.message} What is shown is older.
        </p>
      )}
      <DataTable {...table} rows={rows} />
      {hasMore && (
        <div className={styles.more}>
          <Button isSmall disabled={isAskingMore} focusableWhenDisabled onClick={askMore}>
            {isAskingMore ? 'Loading …' : 'Show more'}
          </Button>
        </div>
      )}
    </div>
  );
}
