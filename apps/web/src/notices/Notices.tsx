import { Toast } from '@base-ui/react/toast';
import styles from './Notices.module.css';
import { roomForNotices } from './room-for-notices.ts';

/** The notices, newest in front. Screen readers read them aloud. */
export function Notices() {
  const { toasts } = Toast.useToastManager();
  const urgent = toasts.find(({ type }) => type === 'bad' || type === 'warn');
  return (
    <Toast.Portal>
      {/* Urgent notices interrupt what a screen reader is saying. */}
      <div className="visually-hidden" role="alert">
        {urgent !== undefined && `${urgent.title}. ${urgent.description ?? ''}`}
      </div>
      <Toast.Viewport ref={roomForNotices} className={styles.viewport}>
        {toasts.map((toast) => (
          <Toast.Root key={toast.id} toast={toast} className={styles.notice} swipeDirection={['right', 'down']}>
            <Toast.Content className={styles.content}>
              <Toast.Title className={styles.title} />
              <Toast.Description className={styles.text} />
            </Toast.Content>
            <Toast.Close className={styles.close} aria-label="Dismiss">
              ×
            </Toast.Close>
          </Toast.Root>
        ))}
      </Toast.Viewport>
    </Toast.Portal>
  );
}
