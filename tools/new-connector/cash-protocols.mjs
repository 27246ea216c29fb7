/**
 * The protocols that a rail of counters can be generated over: what stands for each of them in the templates of a
 * rail. `network` says what the provider's name of the counters is, which is the blank of the route.
 */
export const CASH_PROTOCOLS = {
  epayco: {
    title: 'ePayco',
    network: 'the last part of the path of its create, such as `gana`',
    networkType: 'string',
    none: "''",
    minimumPesos: '5_000',
    life: 'ePayco’s, 12 hours to 8 days',
    configImports: 'EPAYCO_KEYS, epaycoVariables, transactionKey',
    connectorImports: 'epaycoCashConnector, epaycoOptions',
    checks: ['allOrNone(EPAYCO_KEYS)', 'transactionKey'],
  },
  mercadopago: {
    title: 'Mercado Pago',
    network: 'the `payment_method_id` of its payments, such as `efecty`',
    networkType: 'string',
    none: "''",
    minimumPesos: '5_000',
    life: 'Mercado Pago’s',
    configImports: 'MERCADOPAGO_KEYS, mercadopagoVariables',
    connectorImports: 'mercadopagoCashConnector, mercadopagoOptions',
    checks: ['allOrNone(MERCADOPAGO_KEYS)'],
  },
  payu: {
    title: 'PayU',
    network: 'the `paymentMethod` of its transactions, such as `EFECTY`',
    networkType: 'PayuCashMethod | null',
    none: 'null',
    minimumPesos: '20_000',
    life: 'PayU’s',
    configImports: 'PAYU_KEYS, payuVariables',
    connectorImports: 'payuCashConnector, payuOptions, type PayuCashMethod',
    checks: ['allOrNone(PAYU_KEYS)'],
  },
  payvalida: {
    title: 'Payvalida',
    network: 'the `method` of its orders, such as `gana`',
    networkType: 'string',
    none: "''",
    minimumPesos: '5_000',
    life: 'Payvalida’s, 1 to 30 days, ending with a day',
    configImports: 'networkHashes, networkName, payvalidaVariables',
    connectorImports: 'payvalidaCashRoute',
    checks: [],
  },
};

/**
 * Reads `--protocols=epayco,payvalida`.
 *
 * @param text names with commas
 * @param isInstalled whether the workspace has the provider's folder
 * @returns each once, in the order in which they are tried
 * @throws Error that says which names there are
 */
export function cashProtocols(text, isInstalled) {
  const installed = Object.keys(CASH_PROTOCOLS).filter(isInstalled);
  const wanted = [...new Set(text.split(',').map((one) => one.trim()))];
  const there = `of ${installed.join(', ')}, with commas`;
  if (wanted.every((one) => one === '')) throw new Error(`--protocols must be some ${there}`);
  for (const one of wanted) {
    if (installed.includes(one)) continue;
    if (one === 'pse_avanza') {
      throw new Error(
        `--protocols: pse_avanza is PSE at banks, no counter; it must be some ${there}`,
      );
    }
    throw new Error(
      `--protocols: no rail can be generated over ${one === '' ? 'nothing' : one}; it must be some ${there}. ` +
        'A route over a protocol of your own is an object in <rail>.connector.ts',
    );
  }
  return wanted.map((name) => ({ name, ...CASH_PROTOCOLS[name] }));
}
