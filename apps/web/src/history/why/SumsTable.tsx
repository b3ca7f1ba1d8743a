import { TableHead } from '../../ui/TableHead.tsx';
import type { Sum } from './audit.ts';
import styles from './SumsTable.module.css';

/** Shows each sum beside the amount in the history. */
export function SumsTable({ sums }: { readonly sums: readonly Sum[] }) {
  return (
    <table className={styles.sums}>
      <TableHead columns={['What', 'How', 'Result', 'Compared with the history']} className="visually-hidden" />
      <tbody>
        {sums.map((sum) => (
          <tr key={sum.name}>
            <th scope="row">{sum.name}</th>
            <td>{sum.working}</td>
            <td className={styles.result}>= {sum.result}</td>
            <td>
              <Comparison sum={sum} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Comparison({ sum: { recorded } }: { readonly sum: Sum }) {
  if (recorded === undefined) return null;
  if (!recorded.isSame) return <strong className="down">≠ {recorded.text}</strong>;
  return (
    <span className="up" title="The same as in the history">
      ✓<span className="visually-hidden"> the same as in the history</span>
    </span>
  );
}
