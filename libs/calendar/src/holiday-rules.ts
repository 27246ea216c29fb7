/**
 * When a holiday falls:
 * `on`: always that day of the year (MM-DD);
 * `mondayFrom`: that day if it is a Monday, else the Monday after it (the transfer of Ley Emiliani);
 * `easterPlus`: so many days after Easter Sunday. The Monday feasts among them are Thursday or Friday
 * feasts that the law moves, so the transfer is already in the number.
 */
export type HolidayDate = { on: string } | { mondayFrom: string } | { easterPlus: number };

export interface HolidayRule {
  readonly name: string;
  /** The first year in which the holiday was kept under this rule. */
  readonly since: number;
  readonly date: HolidayDate;
}

/** Ley 51 of 1983 ("Ley Emiliani") was signed in December; 1984 is the first year that it shaped. */
export const FIRST_YEAR = 1984;

/**
 * The public holidays of Colombia. Easter Sunday is not one of them: it is a Sunday.
 * @source Ley 51 of 1983, articles 1 and 2; Ley 2578 of 2026, article 6, for Chiquinquirá
 */
export const HOLIDAY_RULES: readonly HolidayRule[] = [
  { name: 'Año Nuevo', since: FIRST_YEAR, date: { on: '01-01' } },
  { name: 'Reyes Magos', since: FIRST_YEAR, date: { mondayFrom: '01-06' } },
  { name: 'San José', since: FIRST_YEAR, date: { mondayFrom: '03-19' } },
  { name: 'Jueves Santo', since: FIRST_YEAR, date: { easterPlus: -3 } },
  { name: 'Viernes Santo', since: FIRST_YEAR, date: { easterPlus: -2 } },
  { name: 'Día del Trabajo', since: FIRST_YEAR, date: { on: '05-01' } },
  { name: 'Ascensión del Señor', since: FIRST_YEAR, date: { easterPlus: 43 } },
  { name: 'Corpus Christi', since: FIRST_YEAR, date: { easterPlus: 64 } },
  { name: 'Sagrado Corazón de Jesús', since: FIRST_YEAR, date: { easterPlus: 71 } },
  { name: 'San Pedro y San Pablo', since: FIRST_YEAR, date: { mondayFrom: '06-29' } },
  { name: 'Virgen de Chiquinquirá', since: 2026, date: { mondayFrom: '07-09' } },
  { name: 'Día de la Independencia', since: FIRST_YEAR, date: { on: '07-20' } },
  { name: 'Batalla de Boyacá', since: FIRST_YEAR, date: { on: '08-07' } },
  { name: 'Asunción de la Virgen', since: FIRST_YEAR, date: { mondayFrom: '08-15' } },
  { name: 'Día de la Raza', since: FIRST_YEAR, date: { mondayFrom: '10-12' } },
  { name: 'Todos los Santos', since: FIRST_YEAR, date: { mondayFrom: '11-01' } },
  { name: 'Independencia de Cartagena', since: FIRST_YEAR, date: { mondayFrom: '11-11' } },
  { name: 'Inmaculada Concepción', since: FIRST_YEAR, date: { on: '12-08' } },
  { name: 'Navidad', since: FIRST_YEAR, date: { on: '12-25' } },
];
