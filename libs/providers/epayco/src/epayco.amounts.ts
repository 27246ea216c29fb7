import { ConnectorError } from '@cauce/connector-kit';
import { parseDecimal, wholeUnits, type Money } from '@cauce/money';

/** @throws ConnectorError invalid_request for centavos and other currencies */
export function wholePesos(amount: Money): string {
  if (amount.currency !== 'COP') {
    throw new ConnectorError('invalid_request', 'ePayco collects cash in COP only');
  }
  try {
    return wholeUnits(amount).toString();
  } catch (cause) {
    throw new ConnectorError('invalid_request', 'ePayco takes whole pesos', { cause });
  }
}

/** @throws ConnectorError malformed_reply */
export function toMoney(text: string, currency: string): Money {
  if (currency !== 'COP') throw new ConnectorError('malformed_reply', `currency ${currency}`);
  try {
    return parseDecimal(text, 'COP');
  } catch (cause) {
    throw new ConnectorError('malformed_reply', 'the amount is not a decimal', { cause });
  }
}
