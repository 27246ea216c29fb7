import type { Connector, ConnectorSettings } from '@cauce/connector-kit';
import { fromWholeUnits, formatMoney } from '@cauce/money';
import { epaycoCashConnector, toBogotaTime } from '@cauce/provider-epayco';
import type { EfectyVariables } from './efecty.config.js';

/** Room for the result to come back before the budget of an issue is over. */
const RESULT_MARGIN_MS = 500;

/** The routes of the Efecty rail. */
export function efectyConnectors(variables: EfectyVariables): Connector[] {
  const pesos = (amount: number) => fromWholeUnits(BigInt(amount), 'COP');
  return [
    epaycoCashConnector({
      rail: 'efecty',
      network: 'efecty',
      limits: {
        minimum: pesos(variables.CAUCE_EFECTY_MINIMUM_PESOS),
        maximum: pesos(variables.CAUCE_EFECTY_MAXIMUM_PESOS),
        step: pesos(1),
      },
      expiry: {
        minimumMs: variables.CAUCE_EPAYCO_MINIMUM_EXPIRY_SECONDS * 1000,
        maximumMs: variables.CAUCE_EPAYCO_MAXIMUM_EXPIRY_SECONDS * 1000,
        defaultMs: variables.CAUCE_EFECTY_DEFAULT_EXPIRY_SECONDS * 1000,
      },
      visibilityHorizonMs: variables.CAUCE_EPAYCO_VISIBILITY_SECONDS * 1000,
      issueTimeoutMs: variables.CAUCE_EPAYCO_TIMEOUT_SECONDS * 1000 + RESULT_MARGIN_MS,
      endpoints: {
        apiUrl: variables.CAUCE_EPAYCO_API_URL,
        secureUrl: variables.CAUCE_EPAYCO_SECURE_URL,
        apifyUrl: variables.CAUCE_EPAYCO_APIFY_URL,
        settlementsUrl: variables.CAUCE_EPAYCO_SETTLEMENTS_URL,
        publicKey: variables.CAUCE_EPAYCO_PUBLIC_KEY,
        privateKey: variables.CAUCE_EPAYCO_PRIVATE_KEY,
      },
      account: {
        publicKey: variables.CAUCE_EPAYCO_PUBLIC_KEY,
        isTest: variables.CAUCE_EPAYCO_TEST,
        egressIp: variables.CAUCE_EPAYCO_EGRESS_IP,
      },
      keys: {
        customerId: variables.CAUCE_EPAYCO_CUSTOMER_ID,
        pKey: variables.CAUCE_EPAYCO_P_KEY,
      },
      textOf: ({ code, agreement, expiresAt, request }) => {
        const until = toBogotaTime(expiresAt);
        const convenio = agreement ?? 'ePayco';
        return {
          es: `Acércate a un punto Efecty con el convenio ${convenio} y el código ${code}. Paga ${formatMoney(request.amount, 'es-CO')} en efectivo antes de ${until} (hora de Colombia).`,
          en: `Go to an Efecty counter with agreement ${convenio} and code ${code}. Pay ${formatMoney(request.amount, 'en')} in cash before ${until} (Colombian time).`,
        };
      },
    }),
  ];
}

/** Timings of the service around them. */
export function efectySettings(variables: EfectyVariables): ConnectorSettings {
  const list = (text: string) => text.split(',').map((one) => Number(one) * 1000);
  return {
    pollScheduleMs: list(variables.CAUCE_POLL_SCHEDULE_SECONDS),
    settlementPollMs: variables.CAUCE_SETTLEMENT_POLL_SECONDS * 1000,
    settlementDays: variables.CAUCE_SETTLEMENT_DAYS,
    unmatchedAfterMs: variables.CAUCE_UNMATCHED_AFTER_SECONDS * 1000,
    callbackRetryMs: list(variables.CAUCE_CALLBACK_RETRY_SECONDS),
  };
}
