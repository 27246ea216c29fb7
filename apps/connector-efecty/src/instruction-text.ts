import { formatMoney, type Money } from '@cauce/money';

/** What a payer takes to the counter. */
export interface EfectyVoucher {
  readonly code: string;
  /** Agreement ("convenio") that the cashier asks for first. */
  readonly agreement: string | null;
  readonly amount: Money;
  readonly expiresAt: Date;
}

/** Colombia is five hours behind UTC all year. */
const BEHIND_UTC_MS = 5 * 3_600_000;

const MONTHS = {
  es: ['ene', 'feb', 'mar', 'abr', 'may', 'jun', 'jul', 'ago', 'sep', 'oct', 'nov', 'dic'],
  en: ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'],
} as const;

/**
 * What the payer reads, in Spanish and English: where to go, what to say, how much, until when.
 *
 * @returns times in Bogota, of 24 hours, so that nobody takes noon for midnight
 */
export function instructionText(voucher: EfectyVoucher): { es: string; en: string } {
  const { code, agreement, amount, expiresAt } = voucher;
  const convenio = agreement === null ? '' : ` el convenio ${agreement} y`;
  const named = agreement === null ? '' : ` agreement ${agreement} and`;
  return {
    es:
      `Acércate a un punto Efecty e indica${convenio} el código ${code}. ` +
      `Paga ${formatMoney(amount, 'es-CO')} en efectivo antes del ${bogotaTime(expiresAt, 'es')} (hora de Colombia).`,
    en:
      `Go to an Efecty counter and give${named} code ${code}. ` +
      `Pay ${formatMoney(amount, 'en')} in cash before ${bogotaTime(expiresAt, 'en')} (Colombian time).`,
  };
}

function bogotaTime(at: Date, language: 'es' | 'en'): string {
  const local = new Date(at.getTime() - BEHIND_UTC_MS);
  const month = MONTHS[language][local.getUTCMonth()];
  const time = local.toISOString().slice(11, 16);
  return `${local.getUTCDate()} ${month} ${local.getUTCFullYear()}, ${time}`;
}
