import { type Day } from './bogota-day.js';

/**
 * Easter Sunday of the Gregorian calendar.
 * @param year 1583 or later
 * @source The anonymous Gregorian computus (Nature, 20 April 1876), as Meeus prints it; its letters are
 *   kept, so that it can be compared line by line
 */
export function easterSunday(year: number): Day {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = Math.floor(b / 4);
  const e = b % 4;
  const f = Math.floor((b + 8) / 25);
  const g = Math.floor((b - f + 1) / 3);
  const h = (19 * a + b - d - g + 15) % 30;
  const i = Math.floor(c / 4);
  const k = c % 4;
  const l = (32 + 2 * e + 2 * i - h - k) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const n = h + l - 7 * m + 114;
  const month = String(Math.floor(n / 31)).padStart(2, '0');
  const dayOfMonth = String((n % 31) + 1).padStart(2, '0');
  return `${String(year).padStart(4, '0')}-${month}-${dayOfMonth}`;
}
