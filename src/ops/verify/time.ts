/** A time as reports say it: `2026-03-01 12:00:05 UTC`. @param at milliseconds since 1970 */
export function time(at: number): string {
  return `${new Date(at).toISOString().replace("T", " ").slice(0, 19)} UTC`;
}
