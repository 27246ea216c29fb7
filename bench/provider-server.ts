/** The pretend providers of the connectors' benchmark, with the accounts of the contract of connectors. */
import { EPAYCO_ACCOUNT } from '@cauce/provider-epayco/contract';
import { MERCADOPAGO_ACCOUNT } from '@cauce/provider-mercadopago/contract';
import { PAYU_ACCOUNT } from '@cauce/provider-payu/contract';
import { PSE_AVANZA_ACCOUNT } from '@cauce/provider-pse-avanza/contract';
import { startSandbox } from '@cauce/sandbox';

const sandbox = await startSandbox({
  host: '127.0.0.1',
  port: Number(process.argv[2]),
  dataDir: null,
  epayco: EPAYCO_ACCOUNT,
  mercadopago: MERCADOPAGO_ACCOUNT,
  payvalida: JSON.parse(process.env['BENCH_PAYVALIDA'] ?? '{}'),
  payu: PAYU_ACCOUNT,
  pseAvanza: PSE_AVANZA_ACCOUNT,
});

process.on('SIGTERM', () => void sandbox.stop());
