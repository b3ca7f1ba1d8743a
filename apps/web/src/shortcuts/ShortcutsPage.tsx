import { ShortcutList } from './ShortcutList.tsx';

export default function ShortcutsPage() {
  return (
    <>
      <ShortcutList />
      <p className="muted">They are switched off on the page Trading of your account.</p>
    </>
  );
}
