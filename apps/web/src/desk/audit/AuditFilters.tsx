import { goTo, placeHash } from '../address/place.ts';
import { DayField, Filters, SelectField } from '../blocks/forms/Filters.tsx';
import { SearchField } from '../blocks/forms/SearchField.tsx';
import { useStaff } from '../staff/staff.ts';
import type { AuditFilter } from './audit.ts';

/** Looks for rows by who, whom or what, which act, and when. */
export function AuditFilters({ filter }: { readonly filter: AuditFilter }) {
  const { actor = '', subject = '', act = '', from = '', to = '' } = filter;
  const { data: staff = [] } = useStaff();
  const people = staff.map(({ userId, email }) => [userId, email] as const);
  // Somebody who used a command line, or works here no more.
  const other = actor === '' || people.some(([userId]) => userId === actor) ? [] : [[actor, actor] as const];
  const show = (changed: Partial<AuditFilter>, replaces = false) =>
    goTo(placeHash('audit', [], { ...filter, ...changed }), replaces);
  return (
    <Filters label="Rows">
      <SelectField
        label="Who"
        options={[['', 'Anybody'], ...people, ...other]}
        value={actor}
        onChange={(chosen) => show({ actor: chosen })}
      />
      <SearchField
        label="Whom or what: an id, an asset"
        value={subject}
        maxLength={200}
        onSearch={(text) => show({ subject: text }, true)}
      />
      <SearchField
        label="Which act, such as set-role:ask"
        value={act}
        maxLength={100}
        onSearch={(text) => show({ act: text }, true)}
      />
      <DayField label="From" value={from} onChange={(day) => show({ from: day }, true)} />
      <DayField label="To" value={to} onChange={(day) => show({ to: day }, true)} />
    </Filters>
  );
}
