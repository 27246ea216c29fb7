export {
  MERCADOPAGO_ACCOUNT,
  mercadopagoAt,
  mercadopagoUnderContract,
} from './mercadopago-under-contract.js';
