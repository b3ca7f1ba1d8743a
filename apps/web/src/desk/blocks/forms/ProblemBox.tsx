import { ApiError } from '../../../api/client.ts';
import styles from './ProblemBox.module.css';

/** Says why something was refused: the sentence for people, what is wrong with each field, and the code to search for. */
export function ProblemBox({ error }: { readonly error: Error | null | undefined }) {
  if (error === null || error === undefined) return null;
  const [code, errors] = error instanceof ApiError ? [error.code, Object.entries(error.errors)] : ['', []];
  return (
    <div className={styles.problem} role="alert">
      <p>{error.message}</p>
      {errors.length > 0 && (
        <ul>
          {errors.map(([field, fault]) => (
            <li key={field}>
              {field} {fault}
            </li>
          ))}
        </ul>
      )}
      {code !== '' && <code className={styles.code}>{code}</code>}
    </div>
  );
}
