import type { Connector, ConnectorSettings } from '@cauce/connector-kit';
import { fromWholeUnits, type Money } from '@cauce/money';
import { epaycoCashConnector } from '@cauce/provider-epayco';
import type { EfectyVariables } from './efecty.config.js';
import { instructionText } from './instruction-text.js';

/** The routes of the Efecty rail. */
export function efectyConnectors(variables: EfectyVariables): Connector[] {
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
      issueTimeoutMs: variables.CAUCE_EPAYCO_TIMEOUT_SECONDS * 1000,
      endpoints: {
        apiUrl: withoutSlash(variables.CAUCE_EPAYCO_API_URL),
        secureUrl: withoutSlash(variables.CAUCE_EPAYCO_SECURE_URL),
        apifyUrl: withoutSlash(variables.CAUCE_EPAYCO_APIFY_URL),
        settlementsUrl: withoutSlash(variables.CAUCE_EPAYCO_SETTLEMENTS_URL),
        publicKey: variables.CAUCE_EPAYCO_PUBLIC_KEY,
        privateKey: variables.CAUCE_EPAYCO_PRIVATE_KEY,
      },
      account: {
        publicKey: variables.CAUCE_EPAYCO_PUBLIC_KEY,
        customerId: variables.CAUCE_EPAYCO_CUSTOMER_ID,
        isTest: variables.CAUCE_EPAYCO_TEST,
        egressIp: variables.CAUCE_EPAYCO_EGRESS_IP,
      },
      pKey: variables.CAUCE_EPAYCO_P_KEY,
      textOf: instructionText,
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

function pesos(amount: number): Money {
  return fromWholeUnits(BigInt(amount), 'COP');
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}
