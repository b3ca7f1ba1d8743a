/** Who is younger may not trade. */
export const MIN_AGE = 18;
const MAX_AGE = 120;

/** Whether a date such as 2001-02-28 is one of the calendar, and who was born then is of age and may be alive. */
export function isOfAge(dateOfBirth: string, now = Date.now()): boolean {
  const born = new Date(`${dateOfBirth}T00:00:00Z`);
  if (Number.isNaN(born.getTime()) || born.toISOString().slice(0, 10) !== dateOfBirth) return false;
  const age = ageAt(dateOfBirth, new Date(now).toISOString().slice(0, 10));
  return age >= MIN_AGE && age <= MAX_AGE;
}

/** Who was born on the 29th of February grows older on the 1st of March in years without one. */
function ageAt(born: string, today: string): number {
  const years = Number(today.slice(0, 4)) - Number(born.slice(0, 4));
  return today.slice(5) < born.slice(5) ? years - 1 : years;
}
