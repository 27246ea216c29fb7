/**
 * Where an order can be paid. The names of efecty and baloto are documented; the others are on the list for
 * Colombia, and that they are written like this is ours.
 *
 * @source docs.payvalida.com, api-recaudo, register; list of payment methods by country
 */
export const METHODS = [
  'efecty',
  'baloto',
  'puntored',
  'gana',
  'sured',
  'redservi',
  'pse',
] as const;
