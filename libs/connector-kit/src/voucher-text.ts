import { formatMoney, type Money } from '@cauce/money';

/** What a payer takes to the counter. */
export interface PrintedVoucher {
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
 * What payers of a counter network read, in Spanish and English: where to go, what to say, how much, until
 * when.
 *
 * @param network name of the network as it stands above its counters: `Efecty`
 * @returns writes times in Bogota, of 24 hours, so that nobody takes noon for midnight
 */
export function voucherTextOf(network: string) {
  return ({ code, agreement, amount, expiresAt }: PrintedVoucher): { es: string; en: string } => {
    const convenio = agreement === null ? '' : ` el convenio ${agreement} y`;
    const named = agreement === null ? '' : ` agreement ${agreement} and`;
    return {
      es:
        `Acércate a un punto ${network} e indica${convenio} el código ${code}. ` +
        `Paga ${formatMoney(amount, 'es-CO')} en efectivo antes del ${bogotaTime(expiresAt, 'es')} (hora de Colombia).`,
      en:
        `Go to ${articleOf(network)} ${network} counter and give${named} code ${code}. ` +
        `Pay ${formatMoney(amount, 'en')} in cash before ${bogotaTime(expiresAt, 'en')} (Colombian time).`,
    };
  };
}

function articleOf(word: string): 'a' | 'an' {
  return /^[aeiou]/i.test(word) ? 'an' : 'a';
}

function bogotaTime(at: Date, language: 'es' | 'en'): string {
  const local = new Date(at.getTime() - BEHIND_UTC_MS);
  const month = MONTHS[language][local.getUTCMonth()];
  const time = local.toISOString().slice(11, 16);
  return `${local.getUTCDate()} ${month} ${local.getUTCFullYear()}, ${time}`;
}
