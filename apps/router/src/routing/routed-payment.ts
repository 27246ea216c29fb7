import type { Payer } from '@cauce/contracts';
import { money, type Currency } from '@cauce/money';
import type { CreatePaymentBody } from '../payments/create-payment.schema.js';
import { foldText } from '../rules/fold-text.js';
import type { RoutedPayment } from '../rules/rule-payment.js';

/** A payment as far as it decides its route, as it is stored. */
export interface RoutablePayment {
  readonly id: string;
  readonly merchantId: string | null;
  readonly methods: readonly string[];
  readonly amountMinor: bigint;
  readonly currency: Currency;
  readonly bank: string | null;
  readonly returnUrl: string | null;
  readonly metadata: Readonly<Record<string, string>>;
}

/** A payment as it was asked for. */
export function routableOf(
  id: string,
  merchantId: string | null,
  body: Pick<CreatePaymentBody, 'methods' | 'amount' | 'bank' | 'returnUrl' | 'metadata'>,
): RoutablePayment {
  const { methods, amount, bank = null, returnUrl = null, metadata } = body;
  const { value, currency } = amount;
  const amountMinor = BigInt(value);
  return { id, merchantId, methods, amountMinor, currency, bank, returnUrl, metadata };
}

/** What routing may know of a payment and its payer. */
export function toRoutedPayment(
  payment: RoutablePayment,
  { city, document }: Pick<Payer, 'city' | 'document'>,
): RoutedPayment {
  const { id, merchantId, methods, amountMinor, currency, bank, returnUrl, metadata } = payment;
  return {
    id,
    merchantId,
    methods,
    amount: money(amountMinor, currency),
    city: city === undefined ? null : foldText(city),
    documentType: document?.type ?? null,
    bank,
    hasReturnUrl: returnUrl !== null,
    metadata,
  };
}
