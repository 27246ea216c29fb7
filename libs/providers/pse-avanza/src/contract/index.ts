export {
  PSE_AVANZA_ACCOUNT,
  pseAvanzaAt,
  pseAvanzaUnderContract,
} from './pse-avanza-under-contract.js';
