// Money for people: whole cents as euros in French, shares in tenths of a percent. No sum is made here.

/** Cents as euros: 123456 → "1 234,56 €". @param {number | null | undefined} cents */
export function euros(cents) {
  if (cents === null || cents === undefined) return "—";
  const size = Math.abs(cents);
  const whole = String(Math.floor(size / 100)).replace(/\B(?=(\d{3})+$)/g, "\u202f");
  return `${cents < 0 ? "−" : ""}${whole},${String(size % 100).padStart(2, "0")}\u00a0€`;
}

/** Tenths of a percent: 125 → "12,5 %". @param {number | null | undefined} permille */
export const percent = (permille) => (permille === null || permille === undefined ? "—" : `${Math.floor(permille / 10)},${permille % 10}\u00a0%`);
