import type { PayerDefaults } from './pse-avanza.payer.js';
import { unchanged } from './pse-avanza.text.js';

/** Fields of PSE that may carry our reference. */
export const REFERENCE_FIELDS = [
  'referenceNumber1',
  'referenceNumber2',
  'referenceNumber3',
] as const;

export type ReferenceField = (typeof REFERENCE_FIELDS)[number];

/** For whom the money is: the entity itself, or the merchant behind it. */
export interface PseBeneficiary {
  readonly entityIdentificationType: string;
  /** Digits, at most 15. */
  readonly entityIdentification: string;
  readonly entityName: string;
  /** CIIU code of what the entity does. */
  readonly entityCiiuCategory: string;
  readonly identificationType: string;
  readonly identification: string;
}

/** Settings of an entity at ACH that go into its requests. */
export interface PseAvanzaAccount {
  readonly entityCode: string;
  /** At most 10 characters. */
  readonly serviceCode: string;
  /** Which of the three references of the service carries ours; the entity agrees them with ACH. */
  readonly referenceField: ReferenceField;
  /** Digits of a ticket number, 9 to 18. */
  readonly ticketDigits: number;
  readonly payer: PayerDefaults;
  readonly beneficiary: PseBeneficiary;
  /** Whether the account that is credited is marked as exempt of the tax on bank movements. */
  readonly indicator4per1000: '0' | '1';
}

const MAX_SERVICE_CODE = 10;
const TICKET_DIGITS = { least: 9, most: 18 };
const BENEFICIARY = /^\d{1,15}$/;
const CELLPHONE = /^\d{10}$/;

/** @throws Error when the account cannot be one: a mistake of configuration, found when the service starts */
export function assertAccount(account: PseAvanzaAccount): void {
  const { entityCode, serviceCode, ticketDigits, payer, beneficiary } = account;
  const problems = [
    [entityCode === '', 'an entity code'],
    [serviceCode === '' || serviceCode.length > MAX_SERVICE_CODE, 'a service code of 1 to 10'],
    [
      !(ticketDigits >= TICKET_DIGITS.least && ticketDigits <= TICKET_DIGITS.most),
      'tickets of 9 to 18 digits',
    ],
    [payer.address.trim() === '', 'an address'],
    [payer.cellphone !== null && !CELLPHONE.test(payer.cellphone), 'a phone of ten digits'],
    [!BENEFICIARY.test(beneficiary.entityIdentification), 'a beneficiary of 1 to 15 digits'],
  ] as const;
  for (const [isWrong, wanted] of problems) {
    if (isWrong) throw new Error(`the PSE account wants ${wanted}`);
  }
  for (const text of [entityCode, serviceCode, ...Object.values(beneficiary)]) {
    unchanged(text, 'the PSE account');
  }
}
